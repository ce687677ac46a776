using Ganss.Xss;
using Markdig;
using Markdig.Syntax;
using Microsoft.AspNetCore.Components;

namespace Arena.Web.Site.Texts;

/// <summary>
/// Markdown of models as HTML that is harmless: their HTML is text, and of ours only elements that shape text are let through. Links lose their address and pictures
/// are left out, for what a model names is nobody's choice; the plain view has them.
/// </summary>
internal static class SafeMarkdown
{
    /// <summary>Headings of a text stand below those of the page.</summary>
    private const int LevelsDown = 3;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    private static readonly HtmlSanitizer Sanitizer = new(new HtmlSanitizerOptions
    {
        AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
        },

        // An answer such as "151." is a list that begins there; without it, it would read "1.".
        AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "start" },
        AllowedSchemes = new HashSet<string>(),
        AllowedCssProperties = new HashSet<string>(),
    })
    {
        KeepChildNodes = true,
    };

    /// <summary>The HTML; null where the text is nested too deeply to be anything but an attack.</summary>
    /// <param name="text">The Markdown.</param>
    public static MarkupString? Render(string text)
    {
        try
        {
            var document = Markdown.Parse(text, Pipeline);
            foreach (var heading in document.Descendants<HeadingBlock>())
            {
                heading.Level = Math.Min(6, heading.Level + LevelsDown);
            }

            return new MarkupString(Sanitizer.Sanitize(document.ToHtml(Pipeline)));
        }
        catch (ArgumentException)
        {
            // Markdig's way to say so.
            return null;
        }
    }
}
