using Arena.Core;
using Arena.Core.Storage;

namespace Arena.Tests.Web.Site.Judges;

public sealed class JudgesPageTests(SampleSite sample) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Judges_WithHumanVotes_ShowAgreementCalibrationAndFailures()
    {
        var page = await sample.Site.GetPageAsync("/t/sample/judges");

        Assert.Equal(["agreement", "calibration", "judges"], page.QuerySelectorAll("main section[id]").Select(section => section.Id));
        var matrix = page.QuerySelectorAll("figure").Single(figure => figure.QuerySelector("svg title")?.TextContent == "Agreement of judges");
        Assert.All((string[])["judge one", "judge two", "humans"], name => Assert.Contains(name, matrix.QuerySelector("svg")!.TextContent, StringComparison.Ordinal));
        Assert.Equal(["judge one", "judge two"], page.QuerySelectorAll("#calibration h3").Select(heading => heading.TextContent).Order());
        Assert.Contains("unparseable", page.QuerySelector("#judges")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/t/sample/judgments?show=failures", page.QuerySelector("main > p > a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Judges_OnlyHumanVotes_SayThatNobodyJudged()
    {
        await using var site = await TestSite.StartAsync(async path =>
        {
            using var store = await ArenaStore.OpenAsync(path, TimeProvider.System, cancellationToken: TestContext.Current.CancellationToken);
            await store.ImportAsync(
                "votes",
                new[] { new ImportRecord("votes") { Votes = [.. Enumerable.Range(0, 6).Select(i => new Battle("a", "b", i % 2, 1, $"p{i / 2}") { Worker = $"w{i}" })] } }.ToAsyncEnumerable(),
                TestContext.Current.CancellationToken);
        });

        var page = await site.GetPageAsync("/t/votes/judges");

        Assert.Contains("No judge has judged here", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["agreement"], page.QuerySelectorAll("main section[id]").Select(section => section.Id));
    }
}
