using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Arena.Core;

/// <summary>
/// SHA-256 of a sequence of texts. Every text is preceded by its length, so that ("ab", "c") and ("a", "bc") differ; a missing
/// text differs from an empty one.
/// </summary>
public static class ContentHash
{
    /// <summary>Hashes the texts in order.</summary>
    /// <param name="parts">The texts; null stands for a part that is missing.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of(params IEnumerable<string?> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = part is null ? null : Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes?.Length ?? -1);
            hash.AppendData(length);
            hash.AppendData(bytes ?? []);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
