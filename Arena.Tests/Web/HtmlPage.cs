using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Arena.Tests.Web;

/// <summary>Rendered HTML as a tree. What we render is well-formed, so that markup from a name cannot hide behind a lenient parser.</summary>
internal static partial class HtmlPage
{
    private static readonly HashSet<string> Elements =
    [
        "html", "head", "meta", "title", "style", "body", "div", "header", "p", "h1", "h2", "h3", "ul", "li", "b", "nav", "a", "main", "section", "figure",
        "figcaption", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "span", "code", "footer", "svg", "g", "text", "line",
        "rect", "path", "circle", "ins", "del",
    ];

    private static readonly HashSet<string> Attributes =
    [
        "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "scope", "tabindex", "role", "aria-label", "aria-hidden", "viewBox",
        "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "d", "transform", "font-size",
    ];

    public static XElement Parse(string html)
    {
        const string Declaration = "<!DOCTYPE html>";
        var markup = html.TrimStart();
        markup = markup.StartsWith(Declaration, StringComparison.Ordinal) ? markup[Declaration.Length..] : markup;

        // The one element of ours that HTML does not close.
        markup = Meta().Replace(markup, "<meta$1/>");

        // Control characters are no XML, even as entities; what becomes of them in a browser is harmless.
        using var reader = XmlReader.Create(new StringReader(markup), new XmlReaderSettings { CheckCharacters = false });
        return XElement.Load(reader);
    }

    /// <summary>Parses, and finds nothing in it that we do not write ourselves.</summary>
    public static XElement ParseHarmless(string html)
    {
        var page = Parse(html);
        foreach (var element in page.DescendantsAndSelf())
        {
            Assert.Contains(element.Name.LocalName, Elements);
            Assert.All(element.Attributes(), attribute => Assert.Contains(attribute.Name.LocalName, Attributes));
            Assert.True(element.Attribute("href")?.Value.StartsWith('#') ?? true);
        }

        return page;
    }

    public static string[] Texts(this XElement page, string element) => [.. page.DescendantsAndSelf(element).Select(found => found.Value)];

    [GeneratedRegex("<meta((?: [a-z-]+=\"[^\"<>]*\")+)>")]
    private static partial Regex Meta();
}
