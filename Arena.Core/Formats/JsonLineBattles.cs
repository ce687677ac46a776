using System.Text.Json;

namespace Arena.Core.Formats;

/// <summary>Battles from JSON lines: an object a line, whose keys are the columns.</summary>
internal static class JsonLineBattles
{
    private const int LongestLine = 1 << 24;

    public static void Read(string path, Func<BattleColumns, BattleRows> rows, CancellationToken cancellationToken)
    {
        using var stream = InputFile.Open(path);
        var buffer = new byte[1 << 16];
        var (start, end, searched, line) = (0, 0, 0, 0L);
        BattleColumns? columns = null;
        BattleRows? sink = null;
        BattleRows.FieldReader? field = null;
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            var length = searched + buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (length < searched)
            {
                // What was searched once holds no line break, however much more must be read for the line.
                searched = end - start;
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
                if (end == buffer.Length)
                {
                    if (end >= LongestLine)
                    {
                        throw new BadInputException(path, $"the line is longer than {LongestLine} bytes; there must be one object a line.", line + 1);
                    }

                    Array.Resize(ref buffer, buffer.Length * 2);
                }

                var read = stream.Read(buffer.AsSpan(end));
                end += read;
                if (read > 0)
                {
                    continue;
                }

                // The last line may do without its end.
                length = end;
                if (length == 0)
                {
                    return;
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            line++;
            searched = 0;
            var content = buffer.AsSpan(start, length);
            start = Math.Min(start + length + 1, end);
            if (line == 1 && content.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            {
                content = content[3..];
            }

            if (content.Trim(" \t\r"u8).IsEmpty)
            {
                continue;
            }

            ReadObject(path, line, content, values);
            if (sink is null)
            {
                // The first line tells which keys are read; a later line may lack the optional ones but not bring others.
                string[] names = [.. values.Keys];
                columns = BattleColumns.Find(path, names, line);
                sink = rows(columns);
                field = ordinal => values.TryGetValue(names[ordinal], out var value) ? value : default;
            }
            else if (values.Keys.FirstOrDefault(columns!.Missed.Contains) is { } missed)
            {
                throw new BadInputException(path, "the first line lacks this key, so it would be read on no line; add it there, null if it must be.", line, missed);
            }

            sink.Add(line, field!);
        }
    }

    private static void ReadObject(string path, long line, ReadOnlySpan<byte> content, Dictionary<string, string> values)
    {
        values.Clear();
        InputFile.CheckUtf8(content);
        try
        {
            var reader = new Utf8JsonReader(content);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new BadInputException(path, "the line is not a JSON object; there must be one object a line.", line);
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                reader.Read();
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    reader.Skip();
                    continue;
                }

                var value = reader.TokenType switch
                {
                    JsonTokenType.String => reader.GetString()!,
                    JsonTokenType.Null => "",
                    _ => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
                };
                if (!values.TryAdd(key, value))
                {
                    throw new BadInputException(path, "the key occurs twice in one object; keep one.", line, key);
                }
            }

            // Anything after the object is a second value on the line.
            while (reader.Read())
            {
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var column = e is JsonException { BytePositionInLine: { } position } ? $"{position + 1}" : null;
            throw new BadInputException(path, "the line is not valid JSON; there must be one whole object a line.", line, column, e);
        }
    }
}
