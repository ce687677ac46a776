using System.Globalization;
using System.Text;

namespace Arena.Web.Site;

/// <summary>
/// Names as parts of addresses, and back. A tournament or contestant may be called anything, and what browsers and servers make of a slash, a
/// dot or a control character in an address differs even when it is escaped; so those are written as <c>~</c> and four hexadecimal digits.
/// </summary>
public static class SitePath
{
    /// <summary>A name as one part of an address.</summary>
    /// <param name="name">The name.</param>
    public static string Segment(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var isDots = name.All(letter => letter == '.');
        var text = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (letter is '/' or '\\' or '~' or '%' || char.IsControl(letter) || (letter == '.' && isDots) || (letter == ' ' && text.Length == 0))
            {
                text.Append(CultureInfo.InvariantCulture, $"~{(int)letter:x4}");
            }
            else
            {
                text.Append(letter);
            }
        }

        return Uri.EscapeDataString(text.ToString());
    }

    /// <summary>The name that a part of an address stands for, as the server hands it out: unescaped.</summary>
    /// <param name="segment">The part.</param>
    public static string Name(string segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        var text = new StringBuilder(segment.Length);
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] == '~' && i + 4 < segment.Length
                && ushort.TryParse(segment.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                text.Append((char)code);
                i += 4;
            }
            else
            {
                text.Append(segment[i]);
            }
        }

        return text.ToString();
    }

    /// <summary>The address of a tournament's page.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="parts">What follows, plain words of ours or <see cref="Segment"/>s.</param>
    public static string Of(string tournament, params ReadOnlySpan<string> parts)
    {
        var path = new StringBuilder("/t/").Append(Segment(tournament));
        foreach (var part in parts)
        {
            if (part.Length > 0)
            {
                path.Append('/').Append(part);
            }
        }

        return path.ToString();
    }

    /// <summary>An address with a query string of all values that there are.</summary>
    /// <param name="path">The address.</param>
    /// <param name="query">Names and values; those without a value are left out.</param>
    public static string With(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var text = new StringBuilder(path);
        var sign = '?';
        foreach (var (name, value) in query)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text.Append(sign).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                sign = '&';
            }
        }

        return text.ToString();
    }
}
