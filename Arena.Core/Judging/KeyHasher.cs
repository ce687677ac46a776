using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Arena.Core.Judging;

/// <summary>
/// Hashes a sequence of texts and numbers into 128 bits of SHA-256, with one buffer for all calls: a million keys are made where
/// a store is filled. Not safe for use from several threads at once.
/// </summary>
internal sealed class KeyHasher
{
    private byte[] _buffer = new byte[256];
    private int _length;

    public KeyHasher Add(string? text)
    {
        if (text is null)
        {
            return Add(-1L);
        }

        // The length comes first, so that ("ab", "c") and ("a", "bc") differ.
        var count = Encoding.UTF8.GetByteCount(text);
        Add((long)count);
        Encoding.UTF8.GetBytes(text, Reserve(count));
        return this;
    }

    public KeyHasher Add(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(sizeof(long)), number);
        return this;
    }

    public KeyHasher Add(double number) => Add(BitConverter.DoubleToInt64Bits(number));

    public UInt128 Finish()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer.AsSpan(0, _length), hash);
        _length = 0;
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        }

        var span = _buffer.AsSpan(_length, count);
        _length += count;
        return span;
    }
}
