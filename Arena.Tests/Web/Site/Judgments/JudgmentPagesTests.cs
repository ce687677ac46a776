using System.Net;
using AngleSharp.Dom;
using Arena.Web.Site.Judgments;

namespace Arena.Tests.Web.Site.Judgments;

public sealed class JudgmentPagesTests(SampleSite sample) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Flips_FromTheFirstPage_LeadInThreeClicksToTheTextsBehindOne()
    {
        var home = await sample.Site.GetPageAsync("/");
        var list = await sample.Site.GetPageAsync(Link(home, "Position flips"));
        var flip = list.QuerySelectorAll("tbody tr").First(row => row.TextContent.Contains("flip", StringComparison.Ordinal));
        var page = await sample.Site.GetPageAsync(flip.QuerySelector("th a")!.GetAttribute("href")!);

        Assert.StartsWith("A position flip", page.QuerySelector(".verdict")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.QuerySelectorAll(".pair article").Length);
        Assert.All(page.QuerySelectorAll(".pair article strong"), bold => Assert.Equal("bold", bold.TextContent));
        Assert.Equal(2, page.QuerySelectorAll(".pair article strong").Length);
        Assert.Contains("0.98", page.QuerySelector("table")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("321", page.QuerySelector("table")!.TextContent, StringComparison.Ordinal);

        static string Link(IParentNode page, string text) => page.QuerySelectorAll("main a").First(link => link.TextContent == text).GetAttribute("href")!;
    }

    [Theory]
    [InlineData("show=flips", 3)]
    [InlineData("show=failures", 2)]
    [InlineData("show=failures&reason=unparseable&judge=judge%20two", 1)]
    [InlineData("show=failures&reason=refused", 0)]
    [InlineData("show=disagreements", 6)]
    [InlineData("protocol=pointwise", 24)]
    [InlineData("protocol=pairwise", 24)]
    [InlineData("contestant=alpha&opponent=beta&judge=judge%20one", 4)]
    [InlineData("contestant=gamma&outcome=lost&judge=judge%20one", 6)]
    [InlineData("contestant=gamma&outcome=won&judge=judge%20one", 2)]
    [InlineData("prompt=p1", 12)]
    [InlineData("category=writing&protocol=pairwise", 12)]
    public async Task Judgments_Filtered_AreThoseThatMatch(string query, int expected) =>
        Assert.Equal(expected, (await sample.Site.GetPageAsync($"/t/sample/judgments?{query}")).QuerySelectorAll("table.figures tbody tr").Length);

    [Fact]
    public async Task Judgment_WordByWord_MarksWhatDiffers()
    {
        var page = await sample.Site.GetPageAsync("/t/sample/judgments/4?view=diff");

        Assert.NotEmpty(page.QuerySelectorAll("ins"));
        Assert.NotEmpty(page.QuerySelectorAll("del"));
    }

    [Fact]
    public async Task Judgment_ThatFailed_SaysWhyAndWhatWasWritten()
    {
        var list = await sample.Site.GetPageAsync("/t/sample/judgments?show=failures");
        var page = await sample.Site.GetPageAsync(list.QuerySelector("table.figures th a")!.GetAttribute("href")!);

        Assert.Contains("unparseable: it says maybe", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("What the judge wrote", page.QuerySelector("main details summary")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judgment_Unknown_SaysWhereToLook() => await sample.Site.GetPageAsync("/t/sample/judgments/99999", HttpStatusCode.NotFound);

    [Fact]
    public async Task Search_PageByPage_FindsEveryComparisonOnce()
    {
        await using var site = await TestSite.StartAsync(new SampleNames { Contestants = [.. Enumerable.Range(0, 9).Select(i => $"c{i}")] });
        using var store = await Core.Storage.ArenaStore.OpenForManyAsync(site.Store, TimeProvider.System, TestContext.Current.CancellationToken);
        var seen = new List<int>();
        var query = new JudgmentQuery();
        var pages = 0;
        while (true)
        {
            var search = await JudgmentSearch.RunAsync(store, "sample", query, TestContext.Current.CancellationToken);
            seen.AddRange(search.Found.Select(line => line.Comparison.Judgments[0].Id));
            pages++;
            if (search.Next is not { } next)
            {
                break;
            }

            query = query with { From = next };
        }

        // 4 prompts, 2 judges, 36 pairs and 9 scores.
        Assert.Equal(4 * 2 * (36 + 9), seen.Count);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal((seen.Count + JudgmentSearch.OnAPage - 1) / JudgmentSearch.OnAPage, pages);
    }
}
