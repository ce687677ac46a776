using System.Text;

namespace Arena.Core.Storage;

/// <summary>Text as PostgreSQL can keep it.</summary>
internal static class PostgresText
{
    /// <summary>
    /// The text with U+FFFD in place of what is no character: halves of pairs, which SQLite replaces so too, and U+0000, which PostgreSQL has no place for. Texts of prompts
    /// and responses are JSON, where U+0000 is escaped, and stay as they are.
    /// </summary>
    public static string Storable(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 && !text.Contains('\0', StringComparison.Ordinal))
        {
            return text;
        }

        // Encoding replaces halves of pairs.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
    }
}
