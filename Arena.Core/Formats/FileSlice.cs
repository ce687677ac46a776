namespace Arena.Core.Formats;

/// <summary>Some bytes, followed by a part of a file.</summary>
internal sealed class FileSlice : ReadOnlyStream
{
    private readonly FileStream _file;
    private readonly long _end;
    private byte[] _prefix;

    /// <summary>Opens a slice.</summary>
    /// <param name="path">The file.</param>
    /// <param name="prefix">Bytes to begin with.</param>
    /// <param name="start">First byte of the part.</param>
    /// <param name="end">Byte after the last of the part; beyond the file's end, the part is all that remains.</param>
    public FileSlice(string path, byte[] prefix, long start, long end)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        _file.Seek(start, SeekOrigin.Begin);
        _end = Math.Min(end, _file.Length);
        _prefix = prefix;
    }

    /// <summary>The first line of a plain file with its break, and where the line after the middle begins.</summary>
    /// <param name="path">The file.</param>
    /// <param name="smallest">Files of fewer bytes are not halved.</param>
    /// <returns>Null where the file is compressed, too small, or has lines too long to find both in a small buffer.</returns>
    public static (byte[] Header, long Middle)? TryHalve(string path, long smallest)
    {
        var length = new FileInfo(path).Length;
        if (InputFile.IsGzip(path) || length < smallest)
        {
            return null;
        }

        using var file = File.OpenRead(path);
        var buffer = new byte[1 << 14];
        var header = LineAt(0);
        var rest = LineAt(length / 2);
        return header is null || rest is null ? null : (header, (length / 2) + rest.Length);

        byte[]? LineAt(long start)
        {
            file.Seek(start, SeekOrigin.Begin);
            var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var end = buffer.AsSpan(0, read).IndexOf((byte)'\n');
            return end < 0 ? null : buffer[..(end + 1)];
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (_prefix.Length > 0)
        {
            var copied = Math.Min(buffer.Length, _prefix.Length);
            _prefix.AsSpan(0, copied).CopyTo(buffer);
            _prefix = _prefix[copied..];
            return copied;
        }

        return _file.Read(buffer[..(int)Math.Min(buffer.Length, _end - _file.Position)]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}
