namespace Arena.Tests.Cli;

public sealed class WebCommandTests
{
    [Theory]
    [InlineData("http://0.0.0.0:5080", "", "set ARENA_ADMIN_TOKEN")]
    [InlineData("http://0.0.0.0:5080", "short", "too short")]
    [InlineData("https://127.0.0.1:5080", "", "proxy")]
    public async Task Web_WhereOthersReachItOrNobodyCan_SaysWhatToSet(string urls, string token, string word)
    {
        var run = await ArenaProcess.RunAsync(["web", "--urls", urls], environment: [("ARENA_ADMIN_TOKEN", token)]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(word, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Web_Interrupted_EndsInOrder()
    {
        using var folder = new TemporaryFolder();

        var run = await ArenaProcess.RunAsync(["web", "--urls", "http://127.0.0.1:0"], folder.PathOf(), TimeSpan.FromSeconds(5), ("ARENA_ADMIN_TOKEN", ""));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("is at http://127.0.0.1:", run.Out, StringComparison.Ordinal);
    }
}
