using System.Text.Json;

namespace Arena.Tests.Cli;

public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Init_ThenEveryStep_LeadsToALeaderboard()
    {
        var init = await ArenaAsync("init", "mine.yaml");
        _folder.Write("responses.jsonl", """
            {"prompt_id":"q1","contestant":"model-a","response":"Lima."}
            {"prompt_id":"q1","contestant":"model-b","response":"It is Quito."}
            """);
        var plan = (await ArenaAsync("plan", "mine.yaml", "--json")).Json();
        var run = (await ArenaAsync("run", "mine.yaml", "--json")).Json();
        var again = (await ArenaAsync("run", "mine.yaml", "--json")).Json();
        var leaderboard = await ArenaAsync("leaderboard", "mine");

        Assert.Equal(0, init.ExitCode);
        Assert.True(File.Exists(_folder.PathOf("tournament.schema.json")));
        Assert.Equal((4, 0), (plan.GetProperty("judgments").GetInt32(), plan.GetProperty("there").GetInt32()));
        Assert.Equal(("mine", 4, 4), (run.GetProperty("tournament").GetString(), run.GetProperty("planned").GetInt32(), run.GetProperty("judged").GetInt32()));
        Assert.True(run.GetProperty("tokens").GetProperty("computed").GetInt32() <= run.GetProperty("tokens").GetProperty("prompt").GetInt32());
        Assert.Equal((0, 4), (again.GetProperty("judged").GetInt32(), again.GetProperty("reused").GetInt32()));
        Assert.Equal(0, leaderboard.ExitCode);
        Assert.Contains("model-a", leaderboard.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_MissingResponses_WritesThemOnceAndTheRunFindsThem()
    {
        _folder.Write("t.yaml", """
            name: t
            prompts: [{ id: q1, prompt: "1 + 1" }, { id: q2, prompt: "2 + 2" }]
            contestants:
              - { name: fair, generate: { model: tiny-fair, max_tokens: 4 } }
              - { name: biased, generate: { model: tiny-biased, max_tokens: 4 } }
            judges: [{ name: j, model: tiny-fair }]
            """);

        var early = await ArenaAsync("run", "t.yaml");
        var first = (await ArenaAsync("generate", "t.yaml", "--json")).Json();
        var second = (await ArenaAsync("generate", "t.yaml", "--json")).Json();
        var changed = (await ArenaAsync("generate", "t.yaml", "--set", "contestants.fair.generate.max_tokens=3", "--json")).Json();
        var run = (await ArenaAsync("run", "t.yaml", "--json")).Json();
        _folder.Write("t.yaml", File.ReadAllText(_folder.PathOf("t.yaml")).Replace("2 + 2", "2 + 3", StringComparison.Ordinal));
        var stale = await ArenaAsync("run", "t.yaml");

        Assert.Equal(3, stale.ExitCode);
        Assert.Contains("fair answered prompt q2 before its text was changed", Assert.Single(stale.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(3, early.ExitCode);
        Assert.Contains("arena generate", early.Error, StringComparison.Ordinal);
        Assert.Equal([(2, 0), (2, 0)], Counts(first));
        Assert.Equal([(0, 2), (0, 2)], Counts(second));
        Assert.Equal([(2, 0), (0, 2)], Counts(changed));
        Assert.Equal(4, run.GetProperty("judged").GetInt32());

        static (int, int)[] Counts(System.Text.Json.JsonElement json) =>
            [.. json.GetProperty("contestants").EnumerateArray().Select(c => (c.GetProperty("written").GetInt32(), c.GetProperty("reused").GetInt32()))];
    }

    [Fact]
    public async Task Run_JudgmentsThatFail_ExitsWith4AndSaysHowToTryAgain()
    {
        await ArenaAsync("init", "mine.yaml");
        _folder.Write("responses.jsonl", $$"""
            {"prompt_id":"q1","contestant":"model-a","response":"{{new string('7', 600)}}"}
            {"prompt_id":"q1","contestant":"model-b","response":"Lima."}
            """);

        var ran = await ArenaAsync("run", "mine.yaml");

        Assert.Equal(4, ran.ExitCode);
        Assert.Contains("3 judgments failed: context exceeded.", ran.Out, StringComparison.Ordinal);
        Assert.Contains("the same command tries them again", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "there is no such file", "run", "none.yaml")]
    [InlineData(3, "there already", "init", "mine.yaml")]
    [InlineData(3, "no such folder or file", "run", "mine.yaml", "--set", "judge.model=nowhere")]
    [InlineData(3, "a budget of nothing", "plan", "mine.yaml", "--set", "pairing.budget=0")]
    [InlineData(3, "--set pairing", "run", "mine.yaml", "--set", "pairing")]
    public async Task Run_WhatCannotWork_IsToldInOneSentenceBeforeAnythingIsJudged(int exitCode, string reason, params string[] arguments)
    {
        await ArenaAsync("init", "mine.yaml");
        _folder.Write("responses.jsonl", """
            {"prompt_id":"q1","contestant":"model-a","response":"Lima."}
            {"prompt_id":"q1","contestant":"model-b","response":"Quito."}
            """);

        var ran = await ArenaAsync(arguments);

        Assert.Equal(exitCode, ran.ExitCode);
        Assert.Contains(reason, ran.Error, StringComparison.Ordinal);
        Assert.Single(ran.Error.Trim().Split('\n'));
        Assert.False(File.Exists(_folder.PathOf("arena.db")));
    }

    [Fact]
    public async Task Demo_AndItsTournamentRunAgain_GiveTheSameNumbersAndTheTrueOrder()
    {
        var demo = (await ArenaAsync("demo", "--out", "demo", "--json")).Json();
        var again = (await ArenaAsync("run", Path.Combine("demo", "tournament.yaml"), "--db", "again.db", "--json")).Json();
        var leaderboard = (await ArenaAsync("leaderboard", "demo", "--db", "again.db", "--json")).Json();

        Assert.Equal(again.GetProperty("planned").GetInt32(), again.GetProperty("judged").GetInt32());
        Assert.True(JsonElement.DeepEquals(demo.GetProperty("leaderboard"), leaderboard.GetProperty("leaderboard")));
        Assert.True(demo.GetProperty("tau_pairwise").GetDouble() >= 0.9);
        Assert.Equal(0, demo.GetProperty("failed").GetInt32());
        Assert.InRange(demo.GetProperty("seconds").GetDouble(), 0, 90);
    }

    private Task<ArenaProcess> ArenaAsync(params string[] arguments) => ArenaProcess.RunAsync(arguments, _folder.PathOf());
}
