namespace Arena.Tests.Cli;

public sealed class AuditCommandTests
{
    [Fact]
    public async Task Recorded_LlmBarAsJson_HasThePublishedFigures()
    {
        var run = await ArenaProcess.RunAsync(["audit", "--recorded", Repository.PathOf("data", "llmbar"), "--json"]);

        Assert.Equal(0, run.ExitCode);
        var judge = run.Json().GetProperty("judges").EnumerateArray().Single(of => of.GetProperty("judge").GetString() == "ChatGPT/Vanilla_NoRules");
        Assert.Equal("pairwise", judge.GetProperty("protocol").GetString());
        Assert.Equal(256, judge.GetProperty("all").GetProperty("consistency").GetProperty("count").GetInt32());
        Assert.Equal(5, judge.GetProperty("subsets").GetArrayLength());
        Assert.Equal(20, run.Json().GetProperty("strategies").GetArrayLength());
    }

    [Fact]
    public async Task Recorded_LlmBar_PrintsTablesUnderSentences()
    {
        var run = await ArenaProcess.RunAsync(["audit", "--recorded", Repository.PathOf("data", "llmbar")]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Of 38 judges that saw both orders, 30 pick the response shown first", run.Out, StringComparison.Ordinal);
        Assert.Contains("0.611 [0.563, 0.656]", run.Out, StringComparison.Ordinal);
        Assert.Contains("Of 20 comparisons rating is right more often in 0 and pairwise in 2", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorded_Votes_PrintsPreferencesForASide()
    {
        var run = await ArenaProcess.RunAsync(["audit", "--recorded", Repository.PathOf("data", "llmfao")]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Votes of GPT-3 go to the left more often than to the right", run.Out, StringComparison.Ordinal);
        Assert.Contains("only 13 prompts", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorded_NoSuchFile_ExitsWith3AndOneSentence()
    {
        var run = await ArenaProcess.RunAsync(["audit", "--recorded", "nowhere"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("nowhere: there is no such file or folder", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }
}
