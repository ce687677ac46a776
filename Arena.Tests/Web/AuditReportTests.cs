using System.Xml.Linq;
using Arena.Core;
using Arena.Core.Bias;
using Arena.Tests.Bias;
using Arena.Tests.Reports;
using Arena.Web.Reports;
using CsCheck;

namespace Arena.Tests.Web;

public sealed class AuditReportTests
{
    private static readonly string[] Attacks =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</title><script>alert(1)</script>", "</style><script>", "</text></svg><iframe>", "</div></details>", "</ins>",
        "<!--", "-->", "<![CDATA[", "&lt;script&gt;", "&", "'", "javascript:alert(1)", "\u202E", "\0", "\u001b[31m", "\r\n", "漢字", "🙂",
    ];

    [Fact]
    public async Task Render_SampleAudit_HasEverySectionAndNoScript()
    {
        var html = await RenderAsync(SampleAudits.Create());

        var page = HtmlPage.ParseHarmless(html);
        string[] sections = ["audit", "audit-judge-1", "audit-judge-2", "audit-attacks", "audit-distractors"];
        Assert.Equal(sections, Ids(page));
        Assert.Equal(sections, page.Descendants("nav").Elements("a").Select(link => link.Attribute("href")!.Value[1..]));
        Assert.All(page.Descendants("figure"), figure => Assert.NotEmpty(figure.Descendants("details").Descendants("td")));
        Assert.Equal(2, page.Texts("h3").Count(text => text == "What this audit cannot say"));
        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_WithinAReport_StandsBeforeTheMethodAndIsInTheContents()
    {
        var page = HtmlPage.ParseHarmless(await HtmlReport.RenderAsync(SampleReports.Create(["a", "b", "c"]), SampleAudits.Create()));

        Assert.Equal(["judges", "audit", "audit-judge-1", "audit-judge-2", "audit-attacks", "audit-distractors", "method"], Ids(page)[7..]);
        Assert.Equal(Ids(page), page.Descendants("nav").Elements("a").Select(link => link.Attribute("href")!.Value[1..]));
    }

    [Fact]
    public async Task Render_EveryRow_IsInTheHeatMapTheChartAndTheTable()
    {
        var audit = SampleAudits.Create();

        var page = HtmlPage.ParseHarmless(await RenderAsync(audit));

        var cells = page.Descendants("section").First().Descendants("svg").First().Descendants("g").Where(group => group.Elements("rect").Any()).ToList();
        Assert.Equal(audit.Report.Judges.Sum(judge => judge.Rows.Count), cells.Count);
        Assert.Equal(
            audit.Report.Judges.Sum(judge => judge.Rows.Count(row => row.Verdict == AuditVerdict.Detected)),
            cells.Count(cell => cell.Element("text")!.Value.EndsWith('•')));
        var section = page.Descendants("section").ElementAt(1);
        var row = audit.Report.Judges[0].Rows[0];
        Assert.Contains(section.Descendants("text"), text => text.Value == $"{row.Distractor}, pairwise");
        Assert.Contains(
            section.Descendants("tr"),
            line => line.Element("th")?.Value == row.Distractor && line.Elements("td").Any(cell => cell.Value == Core.Reports.Figures.Estimate(row.Strict.Excess)));
    }

    [Fact]
    public async Task Render_MoreFlipsThanAreShown_SaysHowMany()
    {
        var audit = SampleAudits.Create(["judge"], ["prolix"], prompts: 60);
        var flips = audit.Flips.Count(flip => flip.Trial.Protocol == Protocol.Pairwise);
        Assert.True(flips > AuditFlips.Most + 1);

        var page = HtmlPage.ParseHarmless(await RenderAsync(audit));

        var row = page.Descendants("details").First(of => of.Attribute("class")?.Value == "flips");
        Assert.Equal($"prolix, pairwise: {flips} flips", row.Element("summary")!.Value);
        Assert.Equal(AuditFlips.Most, row.Elements("details").Count());
        Assert.Equal($"{flips - AuditFlips.Most} more flips of this row are not shown here.", row.Element("p")!.Value);
    }

    [Fact]
    public async Task Render_AFlippedPair_ShowsWhatChangedAndWhatWasSaid()
    {
        var audit = SampleAudits.Create(["judge"], ["prolix"]);
        var flip = audit.Flips[0];

        var page = HtmlPage.ParseHarmless(await RenderAsync(audit));

        var shown = page.Descendants("details").First(of => of.Attribute("class")?.Value == "flip");
        Assert.StartsWith($"{flip.Trial.PromptId}: {flip.Trial.Marked} against {flip.Trial.Other}, lead −", shown.Element("summary")!.Value, StringComparison.Ordinal);
        Assert.Contains("Most certainly, as the timetable of 2019 says on page 1.", Assert.Single(shown.Descendants("ins")).Value, StringComparison.Ordinal);
        Assert.Empty(shown.Descendants("del"));
        Assert.Equal(["marked first", "marked second"], shown.Descendants("tbody").Elements("tr").Select(line => line.Element("th")!.Value));
        Assert.All(shown.Descendants("tbody").Elements("tr"), line =>
        {
            Assert.StartsWith("other (marked 0.", line.Elements("td").First().Value, StringComparison.Ordinal);
            Assert.StartsWith("marked (marked 0.", line.Elements("td").Last().Value, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Render_AnyTexts_HoldsNoMarkupOfTheirs()
    {
        var text = Gen.OneOf(Gen.OneOfConst(Attacks), Gen.String[1, 8]).Array[1, 3].Select(parts => Whole(string.Concat(parts)));
        Gen.Select(text.Array[2], text.Array[6], text.Array[2], text.Array[3]).Sample(
            (judges, distractors, contestants, others) =>
            {
                string[] Unique(string[] names) => [.. names.Select((name, i) => $"{name}{i}")];
                var audit = SampleAudits.Create(Unique(judges), Unique(distractors), Unique(contestants), others[0], prompts: 8, text: others[1], reason: others[2]);

                var page = HtmlPage.ParseHarmless(RenderAsync(audit).GetAwaiter().GetResult());

                var names = page.Texts("th").Select(Lines).ToHashSet();
                Assert.All(Unique(distractors), name => Assert.Contains(Lines(name), names));
                Assert.Contains(Lines(others[0]), page.Texts("h1").Select(Lines));
            },
            iter: 15);

        static string Whole(string text) => string.Concat(text.EnumerateRunes().Where(rune => rune.Value != 0xFFFE && rune.Value != 0xFFFF));

        // A parser makes all ends of lines alike.
        static string Lines(string text) => text.ReplaceLineEndings("\n").Trim();
    }

    [Fact]
    public async Task Render_NothingTried_StillIsAPage()
    {
        var page = HtmlPage.ParseHarmless(await RenderAsync(SampleAudits.Empty()));

        Assert.Equal(["audit"], Ids(page));
        Assert.Contains("No judge was audited.", page.Texts("p"));
    }

    [Fact]
    public async Task Render_WhatWasLeftOut_IsSaid()
    {
        var page = HtmlPage.ParseHarmless(await RenderAsync(SampleAudits.Create(prompts: 8) with { LeftOut = ["The judge <j> was left out."] }));

        Assert.Contains("The judge <j> was left out.", page.Texts("li"));
    }

    [Fact]
    public async Task Render_RealisticSize_StaysSmall()
    {
        var html = await RenderAsync(SampleAudits.Create(distractors: SampleAudits.Names, prompts: 100));

        if (Environment.GetEnvironmentVariable("ARENA_SHOW") is { } path)
        {
            await File.WriteAllTextAsync(path + "page.html", html, TestContext.Current.CancellationToken);
        }

        HtmlPage.ParseHarmless(html);
        Assert.True(html.Length < 5_000_000, $"{html.Length} characters");
    }

    private static Task<string> RenderAsync(TournamentAudit audit) => HtmlReport.RenderAsync(audit, DateTimeOffset.UnixEpoch);

    private static string[] Ids(XElement page) => [.. page.Descendants("section").Select(section => section.Attribute("id")!.Value)];
}
