using Arena.Bench.Tournaments;

namespace Arena.Tests.Bench;

public sealed class KillTrialTests
{
    [Fact]
    public async Task RunAsync_RunsThatAreKilledAndContinued_EndAsTheUndisturbedOne()
    {
        using var folder = new TemporaryFolder();
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Repository.PathOf("Arena.Cli", "bin", framework.Parent!.Name, framework.Name, "arena.dll");

        var outcome = await new KillTrial(program, folder.PathOf(), Prompts: 9, Contestants: 5)
            .RunAsync(8, 3, TestContext.Current.TestOutputHelper!.WriteLine, TestContext.Current.CancellationToken);

        Assert.Equal(9 * ((5 * 4) + 5), outcome.Judgments);
        Assert.True(outcome.Kills >= 8);
        Assert.Equal(0, outcome.Differences);
    }
}
