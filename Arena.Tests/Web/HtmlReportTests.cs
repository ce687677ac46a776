using System.Xml.Linq;
using Arena.Core;
using Arena.Core.Ratings;
using Arena.Tests.Reports;
using Arena.Web.Reports;
using CsCheck;

namespace Arena.Tests.Web;

public sealed class HtmlReportTests
{
    /// <summary>Ways out of texts, attributes, titles, comments, styles and drawings.</summary>
    private static readonly string[] Attacks =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</title><script>alert(1)</script>", "</style><script>alert(1)</script>",
        "</svg><script>alert(1)</script>", "</text></svg><iframe src=javascript:alert(1)>", "<!--", "-->", "<![CDATA[<script>]]>", "]]>", "&lt;script&gt;", "&#60;script&#62;",
        "&amp;", "&", "<", ">", "\"", "'", "`", "{{7*7}}", "@(1+1)", "javascript:alert(1)", "<a href=//x>", "<svg onload=alert(1)>", "<base href=//x>", "<meta http-equiv=refresh>",
        "\u2028", "\u202E", "\uFEFF", "\0", "\u001b[31m", "\r\n", "+ADw-script+AD4-", "漢字", "🙂", "a\u0301",
    ];

    [Fact]
    public async Task Render_SampleReport_HasEverySectionAndNoScript()
    {
        var html = await HtmlReport.RenderAsync(SampleReports.Create(["a", "b", "c"]));

        var page = HtmlPage.ParseHarmless(html);
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        var sections = page.Descendants("section").Select(section => section.Attribute("id")!.Value).ToArray();
        Assert.Equal(["pairwise", "pointwise", "human", "correlation", "head-to-head", "categories", "agreement", "judges", "method"], sections);
        Assert.Equal(sections, page.Descendants("nav").Elements("a").Select(link => link.Attribute("href")!.Value[1..]));
        Assert.All(page.Descendants("svg").Where(svg => svg.Parent!.Attribute("class")!.Value != "legend"), svg =>
        {
            Assert.Equal("img", svg.Attribute("role")!.Value);
            Assert.NotEmpty(svg.Element("title")!.Value);
        });
        Assert.All(page.Descendants("figure"), figure => Assert.NotEmpty(figure.Descendants("details").Descendants("td")));
        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_AnyNames_HoldsNoMarkupOfTheirs()
    {
        var text = Gen.OneOf(Gen.OneOfConst(Attacks), Gen.String[1, 12]).Array[1, 3].Select(string.Concat);
        Gen.Select(text.Array[3, 5], text.Array[3], text.Array[4]).Sample(
            (contestants, judges, others) =>
            {
                // Names are unique in a store, and have no lone halves of surrogate pairs, for it holds UTF-8.
                contestants = [.. contestants.Select((name, i) => Whole($"{name}{i}"))];
                judges = [.. judges.Select((name, i) => Whole($"{name}{i}"))];
                others = [.. others.Select(Whole)];
                var report = SampleReports.Create(
                    contestants, others[0], judges[0], judges[1], judges[2], category: $"{others[1]}!", prompt: others[2], reason: others[3]);

                var page = HtmlPage.ParseHarmless(HtmlReport.RenderAsync(report).GetAwaiter().GetResult());

                var names = page.Texts("th").Select(Lines).ToHashSet();
                Assert.All(contestants.Concat(judges), name => Assert.Contains(Lines(name), names));
                Assert.Contains(Lines(others[0]), page.Texts("h1").Select(Lines));
            },
            iter: 60);

        static string Whole(string text) => string.Concat(text.EnumerateRunes().Where(rune => rune.Value != 0xFFFE && rune.Value != 0xFFFF));

        // A parser makes all ends of lines alike.
        static string Lines(string text) => text.ReplaceLineEndings("\n").Trim();
    }

    [Fact]
    public async Task Render_NothingInIt_StillIsAPage()
    {
        var page = HtmlPage.ParseHarmless(await HtmlReport.RenderAsync(SampleReports.Create("empty")));

        Assert.Equal(["method"], page.Descendants("section").Select(section => section.Attribute("id")!.Value));
    }

    [Fact]
    public async Task Render_OneContestantThatNobodyCanBeComparedWith_IsUnrated()
    {
        // Two pairs that never met, and one contestant that always loses.
        Battle[] votes =
        [
            .. Enumerable.Range(0, 6).SelectMany(i => new Battle[]
            {
                new("a", "b", i % 2, 1, $"p{i}"), new("x", "y", i % 3 == 0 ? 1 : 0, 1, $"p{i}"), new("a", "never won", 1, 1, $"p{i}"),
            }),
        ];

        var page = HtmlPage.ParseHarmless(await HtmlReport.RenderAsync(SampleReports.Of(BattleTable.From(votes))));

        Assert.Contains("Group 2", page.Texts("text"));
        Assert.Contains(page.Texts("td"), cell => cell.StartsWith('≤'));
        Assert.Contains(page.Texts("figcaption"), caption => caption.Contains("Groups stand apart", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Render_NothingButTies_SharesTheFirstPlace()
    {
        var ties = BattleTable.From(Enumerable.Range(0, 8).Select(i => new Battle("a", "b", 0.5, 1, $"p{i}")));

        var page = HtmlPage.ParseHarmless(await HtmlReport.RenderAsync(SampleReports.Of(ties)));

        Assert.Contains(page.Texts("li"), finding => finding.Contains("2 contestants share the first place", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Render_SixtyContestants_ListsEveryOneAndStaysSmall()
    {
        string[] names = [.. Enumerable.Range(1, 60).Select(i => $"contestant-{i:00}-with-a-long-name")];

        var html = await HtmlReport.RenderAsync(SampleReports.Create(names));

        var page = HtmlPage.ParseHarmless(html);
        Assert.Subset(page.Texts("th").ToHashSet(), names.ToHashSet());
        Assert.True(html.Length < 2_000_000, $"{html.Length} characters");
    }
}
