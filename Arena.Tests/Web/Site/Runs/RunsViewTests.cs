using Arena.Core.Storage;
using Arena.Web.Site.Runs;

namespace Arena.Tests.Web.Site.Runs;

public sealed class RunsViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void States_OfRunsThatHaveNotEnded_AreTheLivingProcesses()
    {
        var states = RunsView.States([Run(1), Run(2), Run(3, finished: true), Run(4)], living: 1, Now);

        Assert.Equal([RunState.Running, RunState.Died, RunState.Ended, RunState.Died], states.Select(state => state.State));
    }

    [Fact]
    public void States_OfARunThatHasJustBegun_IsNotDead() =>
        Assert.Equal(RunState.Running, RunsView.States([new StoredRun(Now - TimeSpan.FromSeconds(1), null, "{}", "{}")], living: 0, Now)[0].State);

    [Fact]
    public async Task Runs_OneThatDied_IsSaidToHaveDied()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        using (var store = await ArenaStore.OpenAsync(site.Store, new OldTime(), cancellationToken: TestContext.Current.CancellationToken))
        {
            await store.BeginRunAsync("sample", "{\"name\":\"sample\"}", "{\"of\":\"another version\"}", TestContext.Current.CancellationToken);
        }

        var page = await site.GetPageAsync("/t/sample/runs");

        Assert.Contains("died", page.QuerySelector(".run h2")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("goes on where it was", page.QuerySelector(".run")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Nothing is running", page.QuerySelector(".live")!.TextContent, StringComparison.Ordinal);
    }

    private static StoredRun Run(int minutes, bool finished = false) => new(Now - TimeSpan.FromMinutes(minutes), finished ? Now : null, "{}", "{}");

    private sealed class OldTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
