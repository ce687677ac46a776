using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Arena.Core.Formats;

/// <summary>Opens files that users give, plain or <c>.gz</c>, and turns what is wrong with them into <see cref="BadInputException"/>.</summary>
internal static class InputFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>UTF-8 that refuses bytes which are none, and passes over a byte order mark at the start.</summary>
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
            if (file.Length == 0 && file.CanSeek)
            {
                file.Dispose();
                throw new BadInputException(path, "the file is empty.");
            }

            return IsGzip(path) ? new CheckedGzipStream(path, file) : file;
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

    /// <summary>
    /// A gzip stream that notices when its file was cut off. The framework's own ends silently there, so at the end the length
    /// that the last eight bytes state is compared with what came out.
    /// </summary>
    private sealed class CheckedGzipStream(string path, FileStream file) : Stream
    {
        private readonly GZipStream _gzip = new(file, CompressionMode.Decompress);
        private long _length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _length;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var read = _gzip.Read(buffer);
            _length += read;
            if (read == 0 && !buffer.IsEmpty)
            {
                CheckEnd();
            }

            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await _gzip.ReadAsync(buffer, cancellationToken);
            _length += read;
            if (read == 0 && !buffer.IsEmpty)
            {
                CheckEnd();
            }

            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _gzip.Dispose();
                file.Dispose();
            }

            base.Dispose(disposing);
        }

        private void CheckEnd()
        {
            using var again = File.OpenRead(path);
            var stated = StatedLength(again);
            if (stated != (uint)_length && !EndsWithMemberOfLength(again, stated))
            {
                throw new InvalidDataException("The file ends before its compressed data does.");
            }
        }

        private static uint StatedLength(FileStream again)
        {
            Span<byte> last = stackalloc byte[4];
            again.Seek(-Math.Min(4, again.Length), SeekOrigin.End);
            return again.ReadAtLeast(last, 4, throwOnEndOfStream: false) == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(last) : uint.MaxValue;
        }

        /// <summary>
        /// Files may be joined of several compressed members; the length stated at the end is then the last member's. Looks for
        /// a place from which exactly that much comes out.
        /// </summary>
        private static bool EndsWithMemberOfLength(FileStream again, uint stated)
        {
            var bytes = new byte[again.Length];
            again.Seek(0, SeekOrigin.Begin);
            again.ReadExactly(bytes);
            ReadOnlySpan<byte> magic = [0x1f, 0x8b, 0x08];
            for (var end = bytes.Length; end > 0;)
            {
                var start = bytes.AsSpan(0, end).LastIndexOf(magic);
                if (start < 0)
                {
                    return false;
                }

                try
                {
                    using var member = new GZipStream(new MemoryStream(bytes, start, bytes.Length - start), CompressionMode.Decompress);
                    var length = 0L;
                    var buffer = new byte[BufferSize];
                    for (var read = member.Read(buffer); read > 0; read = member.Read(buffer))
                    {
                        length += read;
                    }

                    if (start > 0 && (uint)length == stated)
                    {
                        return true;
                    }
                }
                catch (InvalidDataException)
                {
                    // The three bytes stood there by chance.
                }

                end = start;
            }

            return false;
        }
    }
}
