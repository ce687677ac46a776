using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Arena.Core;
using Arena.Core.Storage;
using Arena.Web.Site.Texts;
using Arena.Web.Site.Votes;
using Microsoft.Extensions.Time.Testing;

namespace Arena.Tests.Web.Site.Votes;

public sealed class VotePageTests
{
    private const string Token = "annas own token";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_BeforeTheVote_NamesNobodyAndAfterItDoes()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        var voter = new TestVoter(site);

        var before = await voter.GetAsync();
        var after = await voter.VoteAsync("left");

        HarmlessPage.Check(before);
        HarmlessPage.Check(after);
        Assert.DoesNotMatch("alpha|beta|gamma", before.ToHtml());
        var names = after.QuerySelectorAll(".revealed bdi.name").Select(name => name.TextContent).ToArray();
        Assert.Equal(2, names.Length);
        Assert.All(names, name => Assert.Contains(name, new SampleNames().Contestants));
        Assert.DoesNotMatch("alpha|beta|gamma", Shown(after));
        Assert.Contains("1 vote by you, 13 in all", Text(after), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vote_OfEveryChoice_IsInTheStoreAsAHumansAndOnTheLeaderboard()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        var voter = new TestVoter(site);
        string[] choices = ["left", "right", "tie", "both_bad"];
        var shown = new List<(string Left, string Right)>();
        foreach (var choice in choices)
        {
            var texts = (await voter.GetAsync()).QuerySelectorAll(".side-by-side .text").Select(text => text.TextContent.Trim()).ToArray();
            shown.Add((Whose(texts[0]), Whose(texts[1])));
            await voter.VoteAsync(choice);
        }

        var votes = await VotesAsync(site);

        Assert.Equal(shown.Zip([1, 0, 0.5, 0.5], (pair, outcome) => (pair.Left, pair.Right, outcome)), votes.Select(vote => (vote.Vote.First, vote.Vote.Second, vote.Vote.Outcome)));
        Assert.Equal([false, false, false, true], votes.Select(vote => vote.IsBothBad));
        Assert.Single(votes.Select(vote => vote.Vote.Worker).Distinct());
        Assert.Contains("in 1 of them both are bad", Text(await voter.GetAsync()), StringComparison.Ordinal);
        Assert.Contains("16", Text(await site.GetPageAsync("/t/sample?protocol=human")), StringComparison.Ordinal);

        // The sample's texts end with the numbers of the prompt and of the contestant.
        static string Whose(string text) => new SampleNames().Contestants[text[^1] - '0'];
    }

    [Fact]
    public async Task Page_LoadedAgain_ShowsTheSamePairOnTheSameSides()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        var voter = new TestVoter(site);

        Assert.Equal(Shown(await voter.GetAsync()), Shown(await voter.GetAsync()));
    }

    [Fact]
    public async Task Vote_SentTwice_CountsOnceAndSaysSo()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        var voter = new TestVoter(site);
        var page = await voter.GetAsync();

        using var first = await voter.PostAsync(TestVoter.FormOf(page, "left"));
        using var second = await voter.PostAsync(TestVoter.FormOf(page, "both_bad"));
        var after = await voter.GetAsync(second.Headers.Location!.ToString());

        Assert.Equal(1, Assert.Single(await VotesAsync(site)).Vote.Outcome);
        Assert.Contains("voted on this pair before", after.QuerySelector(".revealed")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("You said that A is better", after.QuerySelector(".revealed")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vote_OnEverything_EndsWithAPageThatSaysSo()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        var voter = new TestVoter(site);
        IHtmlDocument? last = null;
        for (var i = 0; i < 12; i++)
        {
            last = await voter.VoteAsync("tie");
        }

        Assert.Contains("voted on everything", Text(last!), StringComparison.Ordinal);
        Assert.Null(last!.QuerySelector("#vote"));
        Assert.Equal(12, (await VotesAsync(site)).Select(vote => (vote.Vote.Cluster, string.CompareOrdinal(vote.Vote.First, vote.Vote.Second) < 0 ? vote.Vote.First + vote.Vote.Second : vote.Vote.Second + vote.Vote.First)).Distinct().Count());
        Assert.NotNull((await new TestVoter(site).GetAsync()).QuerySelector("#vote"));
    }

    [Fact]
    public async Task Page_OfATournamentWithoutTexts_SaysWhatToDo()
    {
        await using var site = await TestSite.StartAsync(async path =>
        {
            using var store = await ArenaStore.OpenAsync(path, TimeProvider.System, cancellationToken: Cancelled);
            await store.ImportAsync("sample", Votes(), Cancelled);
        });

        Assert.Contains("nothing to vote on", Text(await new TestVoter(site).GetAsync()), StringComparison.Ordinal);

        static async IAsyncEnumerable<ImportRecord> Votes()
        {
            await Task.Yield();
            yield return new ImportRecord("votes.csv") { Votes = [new Battle("a", "b", 1)] };
        }
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("another's")]
    [InlineData("another tournament's")]
    [InlineData("no form token")]
    [InlineData("no choice")]
    [InlineData("no cookies")]
    public async Task Vote_ThatIsNotOfThePageThatWasShown_IsRefused(string what)
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        var voter = new TestVoter(site);
        var form = TestVoter.FormOf(await voter.GetAsync(), "left");
        var path = TestVoter.Page + "/cast";
        switch (what)
        {
            case "forged":
                form["offer"] = form["offer"][..^4] + "AAAA";
                break;
            case "another's":
                form["offer"] = TestVoter.FormOf(await new TestVoter(site).GetAsync(), "left")["offer"];
                break;
            case "another tournament's":
                path = "/t/other/vote/cast";
                break;
            case "no form token":
                form.Remove("__RequestVerificationToken");
                break;
            case "no choice":
                form["choice"] = "neither";
                break;
            default:
                voter = new TestVoter(site);
                break;
        }

        using var response = await voter.PostAsync(form, path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("Nothing was counted", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Empty(await VotesAsync(site));
    }

    [Fact]
    public async Task Vote_TooLateOrOnAChangedText_IsRefused()
    {
        var time = new FakeTimeProvider();
        await using var site = await TestSite.StartAsync(voters: null, time: time);
        var voter = new TestVoter(site);
        var form = TestVoter.FormOf(await voter.GetAsync(), "left");
        time.Advance(TimeSpan.FromHours(2));
        using var late = await voter.PostAsync(form);
        form = TestVoter.FormOf(await voter.GetAsync(), "left");
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={site.Store};Pooling=false"))
        {
            await connection.OpenAsync(Cancelled);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE responses SET text_id = (SELECT text_id FROM prompts LIMIT 1)";
            await command.ExecuteNonQueryAsync(Cancelled);
        }

        using var changed = await voter.PostAsync(form);

        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.Conflict), (late.StatusCode, changed.StatusCode));
        Assert.Empty(await VotesAsync(site));
    }

    [Fact]
    public async Task Vote_MoreThanAnybodyCanRead_IsToldWhenToTryAgain()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        var voter = new TestVoter(site);
        var form = TestVoter.FormOf(await voter.GetAsync(), "left");
        for (var i = 0; i < VoteDesk.MostOfVoter; i++)
        {
            using var taken = await voter.PostAsync(form);
            Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        }

        using var refused = await voter.PostAsync(form);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Matches("not counted. Try again in [0-9]+ seconds", TestSite.Parse(await refused.Content.ReadAsStringAsync(Cancelled)).QuerySelector(".advice")!.TextContent);
        Assert.NotNull((await voter.GetAsync()).QuerySelector("#vote"));
    }

    [Fact]
    public async Task Page_WithTokens_AsksOnceAndVotesAreOfWhomTheTokenNames()
    {
        await using var site = await TestSite.StartAsync(VoterTokens.Parse($"anna:{Token};ben:bens own token"), isLocal: false);
        var voter = new TestVoter(site);
        var closed = await voter.GetAsync();

        var wrong = await EnterAsync("wrong");
        var right = await EnterAsync(Token);
        await voter.VoteAsync("right");

        Assert.Null(closed.QuerySelector("#vote"));
        Assert.NotNull(wrong.QuerySelector("[role=alert]"));
        Assert.NotNull(right.QuerySelector("#vote"));
        Assert.Equal("anna", Assert.Single(await VotesAsync(site)).Vote.Worker);

        async Task<IHtmlDocument> EnterAsync(string token)
        {
            var form = new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = (await voter.GetAsync()).QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!,
                ["token"] = token,
            };
            using var response = await voter.PostAsync(form, TestVoter.Page + "/enter");
            return await voter.GetAsync(response.Headers.Location!.ToString());
        }
    }

    [Fact]
    public async Task Page_OnASiteThatOthersReachWithoutTokens_IsClosedAndSaysWhatToDo()
    {
        await using var site = await TestSite.StartAsync(voters: null, isLocal: false);

        var page = await new TestVoter(site).GetAsync(status: HttpStatusCode.Forbidden);

        Assert.Contains("ARENA_VOTE_TOKEN", Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enter_WithAVotersToken_LetsInToVote()
    {
        await using var site = await TestSite.StartAsync(VoterTokens.Parse($"anna:{Token}"), isLocal: false, token: "the token of the site");
        var voter = new TestVoter(site);
        var form = (await voter.GetAsync("/enter")).QuerySelectorAll("main form input[type=hidden]")
            .Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value")!)).Append(new("token", Token)).ToDictionary();

        using var response = await voter.PostAsync(form, "/enter?return=%2Ft%2Fsample%2Fvote");

        Assert.NotNull((await voter.GetAsync()).QuerySelector("#vote"));
    }

    [Fact]
    public async Task Text_TooLongForThePage_IsCutAndWholeWithoutSayingWhoseItIs()
    {
        var text = string.Concat(Enumerable.Repeat("<b>مرحبا</b> 🙂 **x** ", 50_000));
        await using var site = await TestSite.StartAsync(new SampleNames { Text = text });
        var voter = new TestVoter(site);
        var page = await voter.GetAsync();
        var link = page.QuerySelector(".side-by-side .cut a")!.GetAttribute("href")!;

        var whole = await voter.GetAsync(link);

        HarmlessPage.Check(page);
        Assert.True(page.ToHtml().Length < 20 * TextBlock.Longest);
        Assert.DoesNotMatch("alpha|beta|gamma", link);
        Assert.True(whole.Source.Length > text.Length);
        await new TestVoter(site).GetAsync(link, HttpStatusCode.BadRequest);
    }

    private static string Text(IHtmlDocument page) => page.QuerySelector("main")!.TextContent;

    private static string Shown(IHtmlDocument page) => page.QuerySelector(".asked")!.OuterHtml + string.Concat(page.QuerySelectorAll(".side-by-side .text").Select(text => text.OuterHtml));

    /// <summary>The votes that the page took, without those of the sample.</summary>
    private static async Task<List<(Battle Vote, bool IsBothBad)>> VotesAsync(TestSite site)
    {
        using var store = await ArenaStore.OpenAsync(site.Store, TimeProvider.System, cancellationToken: Cancelled);
        var votes = new List<(Battle, bool)>();
        await store.VisitHumanVotesAsync("sample", 0, (vote, isBothBad) => votes.Add((vote, isBothBad)), Cancelled);
        return [.. votes.Where(vote => vote.Item1.Worker != "w1")];
    }
}
