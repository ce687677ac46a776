using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using AngleSharp.Dom;
using Arena.Core.Storage;
using Arena.Web.Site.Leaderboards;

namespace Arena.Tests.Web.Site.Leaderboards;

public sealed class LeaderboardPageTests(SampleSite sample) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Leaderboard_ByDefault_IsThatOfPairwiseJudgments()
    {
        var page = await sample.Site.GetPageAsync("/t/sample");

        Assert.Equal("pairwise judgments", page.QuerySelector(".tabs [aria-current]")!.TextContent);
        Assert.Equal(["alpha", "beta", "gamma"], Names(page));
        Assert.Equal(3, page.QuerySelectorAll(".wide .row").Length);
        Assert.All(page.QuerySelectorAll("table.figures tbody tr"), row => Assert.Contains("…", row.TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("protocol=human", "human votes")]
    [InlineData("protocol=pointwise&judge=judge%20one", "RankList")]
    [InlineData("protocol=human&model=davidson&category=coding", "Davidson")]
    [InlineData("control=style&category=coding&model=bt", "Bradley–Terry")]
    public async Task Leaderboard_AnyChoice_HasAnAddress(string query, string word)
    {
        var page = await sample.Site.GetPageAsync($"/t/sample?{query}");

        Assert.Contains(word, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("protocol=dice", "pairwise, pointwise, human")]
    [InlineData("judge=nobody", "nobody")]
    [InlineData("category=none", "none")]
    [InlineData("model=glicko", "rao-kupper")]
    [InlineData("control=mood", "style")]
    [InlineData("control=style&model=elo", "choose bt")]
    public async Task Leaderboard_ChoiceThatIsNotThere_SaysWhatThereIs(string query, string word)
    {
        using var response = await sample.Site.Client.GetAsync(new Uri($"/t/sample?{query}", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.True(response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest);
        Assert.Contains(word, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaderboard_SortedAndSearched_ListsThoseInThatOrder()
    {
        Assert.Equal(["gamma", "beta", "alpha"], Names(await sample.Site.GetPageAsync("/t/sample?sort=lost")));
        Assert.Equal(["beta"], Names(await sample.Site.GetPageAsync("/t/sample?name=ET")));
        Assert.Contains("No contestant", (await sample.Site.GetPageAsync("/t/sample?name=nobody")).QuerySelector(".nothing")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaderboard_AsFiles_SaysTheSame()
    {
        var csv = await sample.Site.Client.GetStringAsync(new Uri("/t/sample/leaderboard.csv", UriKind.Relative), TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await sample.Site.Client.GetStringAsync(new Uri("/t/sample/leaderboard.json", UriKind.Relative), TestContext.Current.CancellationToken));
        var svg = XElement.Parse(await sample.Site.Client.GetStringAsync(new Uri("/t/sample/leaderboard.svg", UriKind.Relative), TestContext.Current.CancellationToken));

        Assert.Equal(4, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(["alpha", "beta", "gamma"], json.RootElement.GetProperty("leaderboard").EnumerateArray().Select(line => line.GetProperty("name").GetString()));
        Assert.Contains(svg.Descendants(), element => element.Value == "alpha");
        await sample.Site.GetPageAsync("/t/sample/leaderboard.exe", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(2_520, 1000)]
    [InlineData(100_000, 200)]
    [InlineData(10_000_000, 100)]
    public void OptionsFor_SoManyBattles_DrawsSoOften(int battles, int expected) =>
        Assert.Equal(expected, new LeaderboardQuery("pointwise", null, Core.Ratings.RatingModel.RankList, null, false).OptionsFor(battles).Replicates);

    [Fact]
    public async Task Leaderboard_GroupsThatNeverMet_StandApart()
    {
        await using var site = await TestSite.StartAsync(async path =>
        {
            using var store = await ArenaStore.OpenAsync(path, TimeProvider.System, cancellationToken: TestContext.Current.CancellationToken);
            var battles = Core.Ratings.BattleTable.From(Enumerable.Range(0, 6).SelectMany(i => new Core.Battle[] { new("a", "b", i % 2, 1, $"p{i}"), new("x", "y", i % 2, 1, $"p{i}") }));
            await store.ImportBattlesAsync("apart", battles, "votes.csv", TestContext.Current.CancellationToken);
        });

        var page = await site.GetPageAsync("/t/apart");

        Assert.Equal(["Group 1", "Group 2"], page.QuerySelectorAll("main h3").Select(heading => heading.TextContent));
        Assert.Contains("do not compare", page.QuerySelector(".notes")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaderboard_AfterAVote_IsAnotherOneAndBeforeItIsNotSentTwice()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        var address = new Uri("/t/sample?protocol=human", UriKind.Relative);
        using var first = await site.Client.GetAsync(address, TestContext.Current.CancellationToken);
        var again = await AskAsync();
        using (var store = await ArenaStore.OpenAsync(site.Store, TimeProvider.System, cancellationToken: TestContext.Current.CancellationToken))
        {
            await store.ImportBattlesAsync("sample", Core.Ratings.BattleTable.From([new Core.Battle("gamma", "alpha", 1, 1, "p0")]), "more.csv", TestContext.Current.CancellationToken);
        }

        // On a busy machine a fit takes so long that the former one is given for a while.
        var after = await AskAsync();
        for (var tries = 0; tries < 100 && !(await after.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("13 battles", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            after = await AskAsync();
        }

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Contains("13 battles", await after.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        async Task<HttpResponseMessage> AskAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            return await site.Client.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }

    private static string[] Names(IParentNode page) => [.. page.QuerySelectorAll("table.figures th.name").Select(name => name.TextContent)];
}
