using System.Globalization;
using System.Text;

namespace Arena.Web.Charts;

/// <summary>
/// How wide a text will be. There is no browser to ask, so widths are those of a wide sans-serif: in the reader's font texts are rather
/// narrower, and do not overlap.
/// </summary>
internal static class TextWidth
{
    private const string Ellipsis = "…";

    /// <summary>An upper estimate of a text's width.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">Size of the font.</param>
    public static double Of(string text, double size) => size * text.EnumerateRunes().Sum(Ems);

    /// <summary>The text, or as much of its beginning as fits, with an ellipsis.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">Size of the font.</param>
    /// <param name="width">The space there is.</param>
    public static string Shorten(string text, double size, double width)
    {
        // What controls a terminal or a line has no place in a picture.
        var clean = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
        if (Of(clean, size) <= width)
        {
            return clean;
        }

        // Letters as people see them stay whole: a base with its accents, an emoji with its parts.
        var shortened = new StringBuilder();
        var free = width - Of(Ellipsis, size);
        var elements = StringInfo.GetTextElementEnumerator(clean);
        while (elements.MoveNext() && (free -= Of(elements.GetTextElement(), size)) >= 0)
        {
            shortened.Append(elements.GetTextElement());
        }

        return shortened.ToString().TrimEnd() + Ellipsis;
    }

    private static double Ems(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or ' ' or 't' or 'f' or 'r' => 0.42,
        '(' or ')' or '[' or ']' or '/' or '-' => 0.42,
        'm' or 'w' or 'M' or 'W' or '%' or '@' or '…' or '&' => 1,
        >= 'A' and <= 'Z' => 0.74,
        >= 0x1100 => 1.1,
        _ => 0.63,
    };
}
