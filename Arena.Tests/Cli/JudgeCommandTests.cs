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
    [InlineData("docs", "model.onnx")]
    public async Task Judge_NoModelThere_SaysWhatToDo(string name, string said)
    {
        var ran = await ArenaProcess.RunAsync(["judge", "--judge", name, "--prompt", "x", "--a", "y"]);

        Assert.Equal(3, ran.ExitCode);
        Assert.Contains(said, ran.Error, StringComparison.Ordinal);
    }
}
