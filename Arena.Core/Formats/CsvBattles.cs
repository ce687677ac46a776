using Sylvan.Data.Csv;

namespace Arena.Core.Formats;

/// <summary>Battles from delimited text; the delimiter is told from the header.</summary>
internal static class CsvBattles
{
    /// <summary>A longer record is no battle but a broken quote or another kind of file.</summary>
    private const int LongestRecord = 1 << 20;

    public static void Read(string path, Func<BattleColumns, BattleRows> rows, CancellationToken cancellationToken)
    {
        var line = 1L;
        try
        {
            using var text = InputFile.OpenText(path);
            using var csv = CsvDataReader.Create(text, new CsvDataReaderOptions
            {
                // Null would take '#' for the start of a comment, and a contestant may be called so.
                Comment = '\0',
                BufferSize = 1 << 16,
                MaxBufferSize = LongestRecord,
                ResultSetMode = ResultSetMode.SingleResult,
            });
            var names = new string[csv.FieldCount];
            for (var i = 0; i < names.Length; i++)
            {
                names[i] = csv.GetName(i);
            }

            var columns = BattleColumns.Find(path, names);
            var sink = rows(columns);
            BattleRows.FieldReader field = csv.GetFieldSpan;
            while (csv.Read())
            {
                line++;
                if (csv.RowFieldCount != names.Length)
                {
                    if (csv.RowFieldCount == 1 && csv.GetFieldSpan(0).IsEmpty)
                    {
                        continue;
                    }

                    throw new BadInputException(
                        path,
                        $"the row has {csv.RowFieldCount} fields where the header has {names.Length}; look for a missing or an unquoted delimiter.",
                        line);
                }

                sink.Add(line, field);
                line += csv.GetRawRecordSpan().TrimEnd("\r\n").Count('\n');
                if ((line & 0xFFFF) == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        catch (CsvMissingHeadersException e)
        {
            throw new BadInputException(path, "the file is empty; its first line must name the columns.", 1, inner: e);
        }
        catch (CsvRecordTooLargeException e)
        {
            throw new BadInputException(path, $"the row is longer than {LongestRecord} characters; look for a quote that is never closed.", line + 1, inner: e);
        }
        catch (CsvFormatException e)
        {
            throw new BadInputException(path, $"the row is not valid CSV: {e.Message}", line + 1, inner: e);
        }
    }
}
