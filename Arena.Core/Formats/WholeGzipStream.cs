using System.IO.Compression;

namespace Arena.Core.Formats;

/// <summary>
/// The content of a gzip file of one or more members. The framework's own stream ends in silence where the file was cut off. So
/// a member with a known content is put behind the file: it comes out at the end, and whole, exactly if the file is whole.
/// </summary>
internal sealed class WholeGzipStream : ReadOnlyStream
{
    private static readonly byte[] Mark = [.. "Here ended the file, here ended the file."u8];
    private static readonly byte[] MarkMember = Compress(Mark);

    private readonly MemoryStream _mark = new(MarkMember, writable: false);
    private readonly GZipStream _gzip;
    private bool _isAtEnd;

    public WholeGzipStream(Stream file) => _gzip = new GZipStream(new JoinedStream(file, _mark), CompressionMode.Decompress);

    /// <summary>Reads on.</summary>
    /// <param name="buffer">Receives the content.</param>
    /// <exception cref="InvalidDataException">The file is not whole.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_isAtEnd || buffer.IsEmpty)
        {
            return 0;
        }

        var read = _gzip.Read(buffer);

        // More is fetched from below only once all that was fetched has come out, so no content comes with the mark.
        if (_mark.Position > 0)
        {
            CheckEnd(buffer[..read]);
            _isAtEnd = true;
            return 0;
        }

        return read > 0 ? read : throw new InvalidDataException("Something else follows the compressed data.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CheckEnd(ReadOnlySpan<byte> begun)
    {
        Span<byte> end = stackalloc byte[Mark.Length + 1];
        if (begun.Length <= Mark.Length)
        {
            begun.CopyTo(end);
            if (begun.Length + _gzip.ReadAtLeast(end[begun.Length..], end.Length - begun.Length, throwOnEndOfStream: false) == Mark.Length
                && end[..^1].SequenceEqual(Mark))
            {
                return;
            }
        }

        throw new InvalidDataException("The file ends before its compressed data does.");
    }

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
