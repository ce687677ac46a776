using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Arena.Web.Site.Layout;

namespace Arena.Tests.Web.Site;

/// <summary>What a browser makes of a page, and that there is nothing in it but what we write ourselves, whatever names and texts say.</summary>
internal static class HarmlessPage
{
    private static readonly HashSet<string> Elements =
    [
        "html", "head", "meta", "title", "link", "body", "div", "header", "p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "b", "nav", "a", "main", "section", "article", "figure",
        "figcaption", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "span", "bdi", "code", "pre", "footer", "svg", "g", "text", "line",
        "rect", "path", "circle", "ins", "del", "form", "fieldset", "legend", "label", "input", "select", "option", "button", "time", "small", "strong", "em", "blockquote", "br", "hr",
        "mark", "progress", "noscript",
    ];

    private static readonly HashSet<string> Attributes =
    [
        "lang", "dir", "charset", "http-equiv", "content", "name", "class", "id", "href", "rel", "type", "scope", "tabindex", "role", "aria-label", "aria-hidden", "aria-current",
        "aria-pressed", "aria-sort", "aria-live", "viewbox", "viewBox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "d", "transform", "font-size", "method", "action",
        "value", "selected", "checked", "maxlength", "download", "open", "datetime", "colspan", "placeholder", "title", "max", "required", "autocomplete", "for", "disabled", "autofocus", "start",
    ];

    /// <summary>Finds nothing in a page that is not ours: no script, no style, nothing loaded from elsewhere, no link that leaves.</summary>
    public static void Check(IHtmlDocument page)
    {
        foreach (var element in page.All)
        {
            // Pages on which something moves carry Blazor's script, and the base by which it finds its connection; the one on which one votes has its keys.
            if (element is { LocalName: "script" or "base" })
            {
                Assert.Contains(element.OuterHtml, (string[])["<base href=\"/\">", "<script src=\"/_framework/blazor.web.js\"></script>", $"<script src=\"{Asset.Url("vote.js")}\" defer=\"\"></script>"]);
                continue;
            }

            Assert.Contains(element.LocalName, Elements);
            Assert.All(element.Attributes, attribute => Assert.Contains(attribute.LocalName, Attributes));
            foreach (var name in (string[])["href", "action"])
            {
                if (element.GetAttribute(name) is { } address)
                {
                    Assert.Matches("^(#|/$|/[^/\\\\])", address);
                }
            }
        }

        // Blazor keeps the state of components that move in a comment, encrypted.
        Assert.All(
            page.Descendants<IComment>(),
            comment => Assert.Matches("""^(Blazor-Server-Component-State:[A-Za-z0-9+/=_-]+|Blazor:\{[A-Za-z0-9+/=_:,."{}\\-]+\}|!)$""", comment.Data));
    }
}
