using Arena.Core;
using Arena.Core.Storage;
using Microsoft.Playwright;

namespace Arena.Tests.Web.Site.Runs;

[Collection(OneBrowser.Name)]
public sealed class RunsBrowserTests(SiteBrowser browser)
{
    [Fact]
    public async Task Runs_WhileAnotherProcessJudges_TellHowFarItIs()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        var page = await browser.OpenAsync($"{site.Url}/t/sample/runs");
        await Assertions.Expect(page.Locator(".live")).ToContainTextAsync("Nothing is running");

        // Another store object on the same file is what another process is.
        using var store = await ArenaStore.OpenAsync(site.Store, TimeProvider.System, cancellationToken: TestContext.Current.CancellationToken);
        var judge = new StoredJudge("late judge", "f00d", JudgeKind.Asked, Protocol.Pairwise);
        using (store.BeginJudging(out var owner))
        {
            await store.BeginRunAsync("sample", "{}", "{}", TestContext.Current.CancellationToken);
            await store.ClaimShardAsync("sample", "p0", judge, owner, TestContext.Current.CancellationToken);
            await Assertions.Expect(page.Locator(".live")).ToContainTextAsync("1 process, 1 prompt");
            await store.AddJudgmentsAsync(
                "sample",
                judge,
                [new Judgment("late judge", Protocol.Pairwise, "p0", "alpha", "beta") { Verdict = Verdict.FirstWins, FirstWinProbability = 0.9 }],
                TestContext.Current.CancellationToken);
            await Assertions.Expect(page.Locator(".live")).ToContainTextAsync("late judge");
        }

        await Assertions.Expect(page.Locator(".live")).ToContainTextAsync("left behind by a run that died", new() { Timeout = 20_000 });
        await page.Context.CloseAsync();
        Assert.Empty(site.Log);
    }

    [Fact]
    public async Task Runs_WhoseSiteHasGone_SayThatTheConnectionIsLost()
    {
        var site = await TestSite.StartAsync(new SampleNames());
        var page = await browser.OpenAsync($"{site.Url}/t/sample/runs");
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        var lost = page.Locator("#components-reconnect-modal");
        await Assertions.Expect(lost).ToBeHiddenAsync();

        // What changes on the page shows that it is connected; only then can the connection be lost.
        using (var store = await ArenaStore.OpenAsync(site.Store, TimeProvider.System, cancellationToken: TestContext.Current.CancellationToken))
        {
            await store.AddJudgmentsAsync(
                "sample",
                new StoredJudge("late judge", "f00d", JudgeKind.Asked, Protocol.Pairwise),
                [new Judgment("late judge", Protocol.Pairwise, "p0", "alpha", "beta") { Verdict = Verdict.FirstWins, FirstWinProbability = 0.9 }],
                TestContext.Current.CancellationToken);
        }

        await Assertions.Expect(page.Locator(".live")).ToContainTextAsync("late judge", new() { Timeout = 20_000 });
        await site.DisposeAsync();

        await Assertions.Expect(lost).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Assertions.Expect(lost).ToContainTextAsync("The connection to the site is lost");
        Assert.DoesNotContain(complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }
}
