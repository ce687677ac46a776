using System.Text;

namespace Arena.Tests.Judges.Models;

/// <summary>Writes the bytes of GGUF files, sound ones and others.</summary>
internal sealed class GgufBytes
{
    private readonly List<byte> _bytes = [];

    public GgufBytes(ulong tensors, ulong pairs, uint version = 3)
    {
        Raw("GGUF"u8.ToArray()).U32(version).U64(tensors).U64(pairs);
    }

    public GgufBytes U32(uint value) => Raw(BitConverter.GetBytes(value));

    public GgufBytes U64(ulong value) => Raw(BitConverter.GetBytes(value));

    public GgufBytes Raw(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public GgufBytes Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return U64((ulong)bytes.Length).Raw(bytes);
    }

    /// <summary>An array in an array in an array, so many times.</summary>
    public GgufBytes Nested(int depth)
    {
        U32(9);
        for (var i = 0; i < depth; i++)
        {
            U32(9).U64(1);
        }

        return this;
    }

    public GgufBytes Tensor(string name, long[] shape, uint type, long offset)
    {
        Text(name).U32((uint)shape.Length);
        foreach (var size in shape)
        {
            U64((ulong)size);
        }

        return U32(type).U64((ulong)offset);
    }

    /// <summary>Zeros up to where tensor data begin.</summary>
    public GgufBytes Padded() => Raw(new byte[(32 - (_bytes.Count % 32)) % 32]);

    public byte[] ToArray() => [.. _bytes];
}
