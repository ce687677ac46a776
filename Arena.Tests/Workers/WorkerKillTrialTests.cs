using Arena.Bench.Workers;

namespace Arena.Tests.Workers;

public sealed class WorkerKillTrialTests
{
    [Fact]
    public async Task RunAsync_WorkersKilledAndTheDatabaseRestarted_EndsAsASingleProcess()
    {
        Assert.SkipUnless(Arena.Bench.Storage.PostgresServer.Programs is not null, "PostgreSQL is not installed.");
        using var folder = new TemporaryFolder();
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Repository.PathOf("Arena.Cli", "bin", framework.Parent!.Name, framework.Name, "arena.dll");

        // A server of its own, because it is restarted.
        await using var server = await Arena.Bench.Storage.PostgresServer.StartAsync(isDurable: true, TestContext.Current.CancellationToken);
        var outcome = await new WorkerKillTrial(program, folder.PathOf(), Prompts: 24, Contestants: 6).RunAsync(
            server, workers: 3, kills: 4, restarts: 1, TimeSpan.FromSeconds(0.8), 3, TestContext.Current.TestOutputHelper!.WriteLine, TestContext.Current.CancellationToken);

        Assert.Equal(24 * ((6 * 5) + 6), outcome.Judgments);
        Assert.True(outcome.Kills > 0);
        Assert.True(outcome.IsEqual);
    }
}
