using Sylvan.Data.Csv;

namespace Arena.Core.Formats;

/// <summary>Battles from delimited text; the delimiter is told from the header.</summary>
internal static class CsvBattles
{
    /// <summary>A longer record is no battle but a broken quote or another kind of file.</summary>
    private const int LongestRecord = 1 << 20;

    /// <summary>A file below this is read before a second thread has started.</summary>
    private const long WorthSplitting = 1 << 22;

    /// <summary>Bytes of a short row. Room for too many rows costs nothing until it is written to; growing copies.</summary>
    private const long ShortRow = 28;

    public static void Read(string path, Func<BattleColumns, BattleRows> rows, CancellationToken cancellationToken)
    {
        var line = 0L;
        try
        {
            using var text = InputFile.OpenText(path);
            using var csv = CsvDataReader.Create(text, Options());
            var names = new string[csv.FieldCount];
            for (var i = 0; i < names.Length; i++)
            {
                names[i] = csv.GetName(i);
            }

            line = 1 + names.Sum(name => name.Count(letter => letter == '\n'));
            var columns = BattleColumns.Find(path, names, 1);
            var sink = rows(columns);
            if (!TryReadHalves(path, names.Length, columns, sink, cancellationToken))
            {
                ReadRows(path, csv, names.Length, columns, sink, ref line, cancellationToken);
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

    /// <summary>
    /// Reads the two halves of a large plain file at once. Where a record holds a quote, so that a line break may lie inside a
    /// field, or where anything is wrong, nothing is added and the caller reads in one go, which finds the line to name.
    /// </summary>
    private static bool TryReadHalves(string path, int fieldCount, BattleColumns columns, BattleRows rows, CancellationToken cancellationToken)
    {
        if (FileSlice.TryHalve(path, WorthSplitting) is not var (header, middle))
        {
            return false;
        }

        var capacity = (int)Math.Min(middle / ShortRow, Array.MaxLength);
        BattleRows[] halves = [rows.Fork(capacity), rows.Fork(capacity)];
        try
        {
            Parallel.Invoke(
                () => ReadHalf(new FileSlice(path, [], 0, middle), halves[0]),
                () => ReadHalf(new FileSlice(path, header, middle, long.MaxValue), halves[1]));
        }
        catch (AggregateException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }

        rows.Join(halves[0]);
        rows.Join(halves[1]);
        return true;

        void ReadHalf(FileSlice slice, BattleRows half)
        {
            using var text = InputFile.TextOf(slice);
            using var csv = CsvDataReader.Create(text, Options());
            var line = 1L;
            ReadRows(path, csv, fieldCount, columns, half, ref line, cancellationToken, isHalf: true);
        }
    }

    private static CsvDataReaderOptions Options() => new()
    {
        // There are no comments: a contestant may be called #1, and zeros are what a damaged disk leaves of rows. So this is a
        // code point that no text holds.
        Comment = '\uFFFF',
        BufferSize = 1 << 16,
        MaxBufferSize = LongestRecord,
        ResultSetMode = ResultSetMode.SingleResult,
    };

    private static void ReadRows(
        string path,
        CsvDataReader csv,
        int fieldCount,
        BattleColumns columns,
        BattleRows rows,
        ref long line,
        CancellationToken cancellationToken,
        bool isHalf = false)
    {
        var (first, second, winner) = (columns[BattleRole.First], columns[BattleRole.Second], columns[BattleRole.Winner]);
        var (cluster, category, weight) = (columns[BattleRole.Cluster], columns[BattleRole.Category], columns[BattleRole.Weight]);
        var (judge, worker) = (columns[BattleRole.Judge], columns[BattleRole.Worker]);
        BattleRows.FieldReader field = csv.GetFieldSpan;
        BattleRows.FieldReader copy = ordinal => csv.GetString(ordinal);
        while (csv.Read())
        {
            line++;
            if ((line & 0xFFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (csv.RowFieldCount != fieldCount)
            {
                if (csv.RowFieldCount == 1 && csv.GetFieldSpan(0).IsEmpty)
                {
                    continue;
                }

                throw new BadInputException(
                    path,
                    $"the row has {csv.RowFieldCount} fields where the header has {fieldCount}; look for a missing or an unquoted delimiter.",
                    line);
            }

            var record = csv.GetRawRecordSpan();
            var hasQuotes = record.Contains('"');
            if (hasQuotes && isHalf)
            {
                throw new InvalidDataException("A file with quotes is read in one go.");
            }

            if (hasQuotes && record.Contains("\"\"", StringComparison.Ordinal))
            {
                // The library unescapes all fields of a record into one place, where the next field overwrites the last.
                rows.Add(line, copy);
            }
            else
            {
                var fields = new BattleFields
                {
                    First = csv.GetFieldSpan(first),
                    Second = csv.GetFieldSpan(second),
                    Winner = csv.GetFieldSpan(winner),
                    Cluster = cluster >= 0 ? csv.GetFieldSpan(cluster) : default,
                    Category = category >= 0 ? csv.GetFieldSpan(category) : default,
                    Judge = judge >= 0 ? csv.GetFieldSpan(judge) : default,
                    Worker = worker >= 0 ? csv.GetFieldSpan(worker) : default,
                    Weight = weight >= 0 ? csv.GetFieldSpan(weight) : default,
                };
                rows.Add(line, fields, field);
            }

            // A quoted field may hold line breaks, which count as lines of the file.
            if (hasQuotes)
            {
                line += record.TrimEnd("\r\n").Count('\n');
            }
        }
    }
}
