using System.Text;

namespace Arena.Core.Formats;

/// <summary>Opens files that users give, plain or <c>.gz</c>, and turns what is wrong with them into <see cref="BadInputException"/>.</summary>
internal static class InputFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>UTF-8 that refuses bytes which are none. Its readers skip a mark at the beginning, as Excel writes it.</summary>
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>The ending that tells the format, in lower case and without <c>.gz</c>, such as <c>.csv</c>.</summary>
    public static string FormatExtension(string path) => Path.GetExtension(IsGzip(path) ? path[..^3] : path).ToLowerInvariant();

    /// <summary>Opens the content of a file, decompressed where its name ends in <c>.gz</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BadInputException">It does not exist, is a folder, is empty or may not be read.</exception>
    public static Stream Open(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);

            // A message about a row may need the file a second time, which a pipe does not give.
            if (!file.CanSeek || file.Length == 0)
            {
                var reason = file.CanSeek ? "the file is empty." : "this is a pipe or a device; save what it gives in a file first.";
                file.Dispose();
                throw new BadInputException(path, reason);
            }

            return IsGzip(path) ? new WholeGzipStream(file) : file;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException(path, "there is no such file.", inner: e);
        }
        catch (UnauthorizedAccessException e)
        {
            var reason = Directory.Exists(path) ? "this is a folder; name a file in it." : "the file may not be read; check its permissions.";
            throw new BadInputException(path, reason, inner: e);
        }
    }

    /// <summary>A reader of the file's text, which must be UTF-8.</summary>
    public static StreamReader OpenText(string path) => TextOf(Open(path));

    /// <summary>A reader of a stream's text, which must be UTF-8.</summary>
    public static StreamReader TextOf(Stream stream) => new(stream, StrictUtf8, detectEncodingFromByteOrderMarks: false, BufferSize);

    /// <summary>Throws where bytes are not UTF-8; <see cref="Guard"/> says where in the file that is.</summary>
    /// <exception cref="DecoderFallbackException">They are not.</exception>
    public static void CheckUtf8(ReadOnlySpan<byte> bytes) => StrictUtf8.GetCharCount(bytes);

    /// <summary>Runs a reader of a file and turns what it throws into a message about the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads it.</param>
    public static void Guard(string path, Action read)
    {
        try
        {
            read();
        }
        catch (DecoderFallbackException e)
        {
            var (line, column) = FindInvalidUtf8(path);
            throw new BadInputException(
                path,
                "the text is not valid UTF-8 here; save the file as UTF-8.",
                line,
                column.ToString(System.Globalization.CultureInfo.InvariantCulture),
                e);
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException(path, $"the compressed data is damaged or cut off; fetch the file again ({e.Message.TrimEnd('.')}).", inner: e);
        }
        catch (IOException e)
        {
            throw new BadInputException(path, $"the file cannot be read: {e.Message}", inner: e);
        }
    }

    /// <summary>Whether the name says that the file is compressed.</summary>
    public static bool IsGzip(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Line and column, in bytes from 1, of the first byte that is no UTF-8. Read again, since this is needed once at most.</summary>
    private static (long Line, long Column) FindInvalidUtf8(string path)
    {
        using var stream = Open(path);
        var buffer = new byte[BufferSize];
        var (line, column, kept) = (1L, 1L, 0);
        while (true)
        {
            var read = stream.ReadAtLeast(buffer.AsSpan(kept), 1, throwOnEndOfStream: false);
            var bytes = buffer.AsSpan(0, kept + read);
            while (!bytes.IsEmpty)
            {
                var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
                if (status == System.Buffers.OperationStatus.NeedMoreData && read > 0)
                {
                    break;
                }

                if (status != System.Buffers.OperationStatus.Done)
                {
                    return (line, column);
                }

                (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + length);
                bytes = bytes[length..];
            }

            if (read == 0)
            {
                return (line, column);
            }

            kept = bytes.Length;
            bytes.CopyTo(buffer);
        }
    }
}
