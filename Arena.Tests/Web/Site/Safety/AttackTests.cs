using Arena.Web.Site;
using CsCheck;

namespace Arena.Tests.Web.Site.Safety;

/// <summary>Names and texts that try to be markup, on every page. A page that is added to the site is added to <see cref="Pages"/>.</summary>
public sealed class AttackTests
{
    /// <summary>Ways out of texts, attributes, titles, comments, styles, drawings and Markdown.</summary>
    internal static readonly string[] Attacks =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</title><script>alert(1)</script>", "</style><script>alert(1)</script>",
        "</svg><script>alert(1)</script>", "</text></svg><iframe src=javascript:alert(1)>", "<!--", "-->", "<![CDATA[<script>]]>", "]]>", "&lt;script&gt;", "&#60;script&#62;",
        "&amp;", "&", "<", ">", "\"", "'", "`", "{{7*7}}", "@(1+1)", "javascript:alert(1)", "<a href=//x>", "<svg onload=alert(1)>", "<base href=//x>", "<meta http-equiv=refresh>",
        "[x](javascript:alert(1))", "![x](//x/y.png)", "[x](//x)", "<https://x>", "[x]: javascript:alert(1)", "```html\n<script>alert(1)</script>\n```", "<details open ontoggle=alert(1)>",
        "</textarea><script>alert(1)</script>", "</option></select><script>alert(1)</script>", "</option>", "/../..", "..", "%2e%2e%2f", "?a=b#c", "\u2028", "\u202E", "\uFEFF",
        "\u001b[31m", "\r\n", "+ADw-script+AD4-", "漢字", "🙂", "a\u0301", "مرحبا",
    ];

    [Fact]
    public void Pages_OfAnyNamesAndTexts_HoldNoMarkupOfTheirs()
    {
        var text = Gen.OneOf(Gen.OneOfConst(Attacks), Gen.String[1, 12].Select(Whole)).Array[1, 3].Select(string.Concat);
        text.Array[SampleNames.Count].Sample(
            texts =>
            {
                var names = SampleNames.Of(texts);
                CheckAsync(names).GetAwaiter().GetResult();
            },
            iter: 8,
            threads: 1);
    }

    private static async Task CheckAsync(SampleNames names)
    {
        await using var site = await TestSite.StartAsync(names);
        foreach (var path in Pages(names))
        {
            HarmlessPage.Check(await site.GetPageAsync(path));
        }

        Assert.Empty(site.Log);
    }

    /// <summary>Every page of the site, in its states that show names and texts.</summary>
    internal static IEnumerable<string> Pages(SampleNames names)
    {
        var tournament = SitePath.Of(names.Tournament);
        var (prompt, contestant) = (SitePath.Segment(names.Prompt + "1"), SitePath.Segment(names.Contestants[0]));
        return
        [
            "/",
            tournament,
            SitePath.With(tournament, ("protocol", "pointwise"), ("judge", names.Judges[0])),
            SitePath.With(tournament, ("category", names.Category), ("name", names.Text)),
            $"{tournament}/pairs",
            $"{tournament}/contestants",
            $"{tournament}/contestants/{contestant}",
            $"{tournament}/prompts",
            SitePath.With($"{tournament}/prompts", ("part", names.Prompt)),
            $"{tournament}/prompts/{prompt}",
            $"{tournament}/prompts/{prompt}?view=plain",
            $"{tournament}/judgments",
            SitePath.With($"{tournament}/judgments", ("show", "flips"), ("contestant", names.Contestants[0]), ("judge", names.Judges[1])),
            SitePath.With($"{tournament}/judgments", ("show", "failures"), ("reason", names.Failure)),
            $"{tournament}/judgments/2",
            $"{tournament}/judgments/2?view=plain",
            $"{tournament}/judgments/2?view=diff",
            $"{tournament}/runs",
            $"{tournament}/vote",
            $"{tournament}/vote?view=plain",
            $"{tournament}/judges",
            $"{tournament}/audit",
            $"{tournament}/surrogate",
        ];
    }

    internal static string Whole(string text) => string.Concat(text.EnumerateRunes().Where(rune => rune.Value is not (0 or 0xFFFD or 0xFFFE or 0xFFFF)));
}
