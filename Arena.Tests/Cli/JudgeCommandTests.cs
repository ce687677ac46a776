using Arena.Tests.Judges.Engines.OpenAI;

namespace Arena.Tests.Cli;

public sealed class JudgeCommandTests
{
    private static readonly string[] Question = ["judge", "--judge", "tiny-fair", "--prompt", "What is 338 + 376?", "--reference", "714", "--a", "The answer is 714."];

    [Fact]
    public async Task Judge_RightAgainstWrong_SaysWhichAndWhy()
    {
        var table = await ArenaProcess.RunAsync([.. Question, "--b", "I get 715."]);
        var json = (await ArenaProcess.RunAsync([.. Question, "--b", "I get 715.", "--json"], folder: Path.GetTempPath())).Json();

        Assert.Contains("a is better, in both orders.", table.Out, StringComparison.Ordinal);
        Assert.Equal("a", json.GetProperty("verdict").GetString());
        Assert.True(json.GetProperty("is_consistent").GetBoolean());
        Assert.Equal(2, json.GetProperty("orders").GetArrayLength());
        Assert.True(json.GetProperty("probabilities")[0].GetDouble() > 0.9);
        Assert.InRange(json.GetProperty("mass").GetDouble(), 0.9, 1);
    }

#if LLAMA
    [Fact]
    public async Task Judge_AGgufFile_JudgesAsTheOnnxOneDoes()
    {
        string[] question = ["judge", "--judge", "data/judges/tiny-fair/model.gguf", .. Question.Skip(3), "--b", "I get 715.", "--json"];

        var json = (await ArenaProcess.RunAsync(question)).Json();

        Assert.Equal("a", json.GetProperty("verdict").GetString());
        Assert.True(json.GetProperty("probabilities")[0].GetDouble() > 0.9);
    }
#endif

    [Fact]
    public async Task Judge_SeveralJudges_ArePanelAndItsMembers()
    {
        var json = (await ArenaProcess.RunAsync([.. Question, "--judge", "tiny-biased", "--b", "I get 715.", "--json"])).Json();

        var judges = json.GetProperty("judges").EnumerateArray().ToArray();
        Assert.Equal(["tiny-fair", "tiny-biased", "panel"], judges.Select(judge => judge.GetProperty("judge").GetString()));
        Assert.All(judges, judge => Assert.Equal("a", judge.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Judge_AJudgesFile_IsReadAndItsFaultsAreTold()
    {
        using var folder = new TemporaryFolder();
        string[] question = ["judge", "--judge", folder.Write("mine.yaml", "name: mine\nmodel: tiny-fair\nleast_mass: 0.9\n"), .. Question.Skip(3)];

        var json = (await ArenaProcess.RunAsync([.. question, "--json"])).Json();
        folder.Write("mine.yaml", "name: mine\nmodel: tiny-fair\nleast_mas: 0.9\n");
        var refused = await ArenaProcess.RunAsync(question);

        Assert.Equal("mine", json.GetProperty("judge").GetString());
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("line 3: there is no key least_mas; did you mean least_mass?", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_OneResponse_ScoresIt()
    {
        var json = (await ArenaProcess.RunAsync([.. Question, "--json"])).Json();

        Assert.InRange(json.GetProperty("score").GetDouble(), 6, 7);
        Assert.Equal(7, json.GetProperty("probabilities").GetArrayLength());
    }

    [Fact]
    public async Task Judge_PromptLongerThanTheContext_FailsAndExitsWith4()
    {
        var ran = await ArenaProcess.RunAsync(["judge", "--judge", "tiny-fair", "--prompt", new string('7', 600), "--a", "1", "--b", "2"]);

        Assert.Equal(4, ran.ExitCode);
        Assert.Contains("There is no verdict.", ran.Out, StringComparison.Ordinal);
        Assert.Contains("context exceeded", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-judge", "tiny-fair")]
    [InlineData("Arena.sln", "folder")]
#if !LLAMA
    [InlineData("data/judges/tiny-fair/model.gguf", "-p:LLama=Cpu")]
#endif
    [InlineData("docs", "model.onnx")]
    public async Task Judge_NoModelThere_SaysWhatToDo(string name, string said)
    {
        var ran = await ArenaProcess.RunAsync(["judge", "--judge", name, "--prompt", "x", "--a", "y"]);

        Assert.Equal(3, ran.ExitCode);
        Assert.Contains(said, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_AServer_ReadsItsProbabilitiesInBothOrders()
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 0.6), ("B", 0.3), ("C", 0.1)));

        var json = (await ArenaProcess.RunAsync(
            ["judge", "--judge", $"{server.Endpoint}", "--model", "tiny", "--key", "ARENA_TEST_KEY", "--prompt", "x", "--a", "1", "--b", "2", "--json"],
            environment: ("ARENA_TEST_KEY", "sk-secret"))).Json();

        // It always prefers what it is shown first.
        Assert.Equal("tie", json.GetProperty("verdict").GetString());
        Assert.False(json.GetProperty("is_consistent").GetBoolean());
        Assert.Equal(0.45, json.GetProperty("probabilities")[0].GetDouble(), 1e-6);
        Assert.Equal(1, json.GetProperty("mass").GetDouble(), 1e-6);
        Assert.All(server.Requests, request => Assert.Equal("Bearer sk-secret", request.Authorization));
    }

    [Fact]
    public async Task Judge_AServerWithoutProbabilities_SaysWhatItWrote()
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Writing("B"), mostLogProbabilities: 0);

        var ran = await ArenaProcess.RunAsync(["judge", "--judge", $"{server.Endpoint}", "--model", "tiny", "--prompt", "x", "--a", "1", "--b", "2"]);

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("the judge wrote: B", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--judge", "http://127.0.0.1:9/v1")]
    [InlineData("--judge", "tiny-fair", "--model", "x")]
    public async Task Judge_ServerOptionsThatDoNotFit_IsAUsageError(params string[] options)
    {
        var ran = await ArenaProcess.RunAsync(["judge", .. options, "--prompt", "x", "--a", "1"]);

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("--model", ran.Error, StringComparison.Ordinal);
    }
}
