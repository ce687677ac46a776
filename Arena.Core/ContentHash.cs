using System.Buffers.Binary;
using System.Globalization;
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

    /// <summary>Hashes all that a contestant or a judge sees of a prompt: everything but its id, category and language.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of(Prompt prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return Of(
        [
            "prompt", Count(prompt.Turns), .. prompt.Turns,
            prompt.System,
            Count(prompt.Reference), .. prompt.Reference,
            .. prompt.Context.SelectMany(p => new[] { p.Id, p.Text, p.IsRelevant?.ToString() }),
        ]);

        static string Count(IReadOnlyList<string> texts) => texts.Count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Hashes the texts of a response, not who gave it.</summary>
    /// <param name="response">The response.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of(Response response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Of(["response", .. response.Turns]);
    }
}
