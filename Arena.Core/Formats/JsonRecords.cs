using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Core.Formats;

/// <summary>
/// Reads the objects of a JSON array, or of lines of JSON, one at a time: memory is bounded by the largest of them. The first
/// letter tells which of the two a file is.
/// </summary>
internal static class JsonRecords
{
    /// <summary>A line longer than this is no record of a benchmark; it would only fill the memory.</summary>
    private const int LongestLine = 256 << 20;

    /// <summary>Reads all records of a file.</summary>
    /// <exception cref="BadInputException">The file is empty, truncated or not JSON; with line and column.</exception>
    public static async IAsyncEnumerable<JsonRecord> ReadAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stream = InputFile.Open(path);
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 16));
        var count = 0;
        await using var records = ReadAsync(path, reader, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await records.MoveNextAsync().ConfigureAwait(false))
                {
                    break;
                }
            }
            catch (JsonException exception)
            {
                throw NotJson(path, exception, exception.LineNumber);
            }
            catch (Exception exception) when (exception is InvalidDataException or IOException)
            {
                throw new BadInputException(
                    path, $"the file is damaged or cut off; fetch it again ({exception.Message.TrimEnd('.')}).", inner: exception);
            }

            count++;
            yield return records.Current;
        }

        if (count == 0)
        {
            throw new BadInputException(path, "the file holds no records");
        }
    }

    private static async IAsyncEnumerable<JsonRecord> ReadAsync(
        string path, PipeReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var index = 0;
        if (await IsArrayAsync(reader, cancellationToken).ConfigureAwait(false))
        {
            var elements = JsonSerializer.DeserializeAsyncEnumerable(
                reader, RecordJson.Default.JsonElement, cancellationToken: cancellationToken);
            await foreach (var element in elements.ConfigureAwait(false))
            {
                yield return new JsonRecord(path, index, null, string.Create(CultureInfo.InvariantCulture, $"[{index}]"), element);
                index++;
            }

            yield break;
        }

        for (var line = 1L; ; line++)
        {
            if (await ReadLineAsync(path, reader, line, cancellationToken).ConfigureAwait(false) is not { } bytes)
            {
                yield break;
            }

            if (!bytes.AsSpan().TrimEnd(" \t\r"u8).IsEmpty)
            {
                yield return new JsonRecord(path, index++, line, "", Parse(path, bytes, line));
            }
        }
    }

    /// <summary>Skips a byte-order mark and white space, and looks at what follows.</summary>
    private static async Task<bool> IsArrayAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var start = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, 4096)).ToArray();
            var text = start.AsSpan();
            var mark = text.StartsWith("\uFEFF"u8) ? 3 : 0;
            var first = text[mark..].IndexOfAnyExcept(" \t\r\n"u8);
            if (first >= 0 || read.IsCompleted || start.Length >= 4096)
            {
                // White space stays, so that lines are counted as an editor counts them.
                reader.AdvanceTo(read.Buffer.GetPosition(mark));
                return first >= 0 && text[mark + first] == '[';
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async Task<byte[]?> ReadLineAsync(
        string path, PipeReader reader, long line, CancellationToken cancellationToken)
    {
        var searched = 0L;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.Buffer.Slice(searched).PositionOf((byte)'\n') is { } end)
            {
                var bytes = read.Buffer.Slice(0, end).ToArray();
                reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return bytes;
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes.Length == 0 ? null : bytes;
            }

            if (read.Buffer.Length > LongestLine)
            {
                throw new BadInputException(path, "the line is longer than 256 MiB", line);
            }

            searched = read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static JsonElement Parse(string path, byte[] bytes, long line)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, RecordJson.Default.JsonElement);
        }
        catch (JsonException exception)
        {
            throw NotJson(path, exception, line - 1);
        }
    }

    private static BadInputException NotJson(string path, JsonException exception, long? line)
    {
        // The framework appends its own account of the place.
        var reason = exception.Message;
        var end = reason.IndexOf(" Path: ", StringComparison.Ordinal);
        end = end < 0 ? reason.IndexOf(" LineNumber: ", StringComparison.Ordinal) : end;
        reason = (end < 0 ? reason : reason[..end]).TrimEnd('.');
        var column = exception.BytePositionInLine + 1;
        return new BadInputException(
            path, $"not valid JSON: {reason}", line + 1, column?.ToString(CultureInfo.InvariantCulture), exception);
    }
}

/// <summary>Source-generated, so that reading a file needs no reflection.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class RecordJson : JsonSerializerContext;
