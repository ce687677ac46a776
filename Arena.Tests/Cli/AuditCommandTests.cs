using System.Text.Json;
using Arena.Tests.Judges.Engines.OpenAI;

namespace Arena.Tests.Cli;

public sealed class AuditCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tournament_PlanRunRunAgainAndReport_JudgesWhatThePlanSaysOnce()
    {
        Write();
        string[] audit = ["audit", "t.yaml", "--distractors", "prolix,emoji", "--items", "4", "--judge", "tiny-biased"];

        var plan = (await ArenaAsync([.. audit, "--plan", "--json"])).Json();
        var planned = File.Exists(_folder.PathOf("arena.db"));
        var first = await ArenaAsync([.. audit, "--json"]);
        var there = (await ArenaAsync([.. audit, "--plan", "--json"])).Json();
        var second = await ArenaAsync([.. audit, "--json"]);
        var shown = await ArenaAsync([.. audit, "--out", "audit.html"]);

        Assert.False(planned);
        Assert.Equal(["prolix", "emoji"], plan.GetProperty("distractors").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal((4, 0), (plan.GetProperty("items").GetInt32(), plan.GetProperty("there").GetInt32()));
        Assert.Equal(there.GetProperty("judgments").GetInt32(), there.GetProperty("there").GetInt32());
        Assert.Equal(first.Out, second.Out);
        var judge = Assert.Single(first.Json().GetProperty("judges").EnumerateArray());
        Assert.Equal("tiny-biased", judge.GetProperty("judge").GetString());
        Assert.Equal(4, judge.GetProperty("rows").GetArrayLength());
        Assert.Contains("What this audit cannot say", shown.Out, StringComparison.Ordinal);
        Assert.Contains("0 judgments made", shown.Out, StringComparison.Ordinal);
        Assert.Contains("tiny-biased", await File.ReadAllTextAsync(_folder.PathOf("audit.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan", "t.yaml", "--json")]
    [InlineData("audit", "t.yaml", "--distractors", "prolix,labels-1-2", "--items", "2", "--plan", "--json")]
    public async Task Plan_AJudgeBehindAServer_IsNotAskedForATrial(params string[] arguments)
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Writing("A"));
        Write();
        _folder.Write("t.yaml", (await File.ReadAllTextAsync(_folder.PathOf("t.yaml"), TestContext.Current.CancellationToken)).Replace(
            "judges: [", $"judges: [{{ name: org/model+x, model: m, endpoints: [\"{server.Endpoint}\"] }}, ", StringComparison.Ordinal));

        var plan = (await ArenaAsync(arguments)).Json();

        Assert.All(
            plan.GetProperty("judges").EnumerateArray().ToLookup(judge => judge.GetProperty("judge").GetString()!.StartsWith("org/model+x", StringComparison.Ordinal))[true],
            judge => Assert.Equal(JsonValueKind.Null, judge.GetProperty("seconds").ValueKind));
        Assert.Equal(JsonValueKind.Null, plan.GetProperty("seconds").ValueKind);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Tournament_AGateThatDoesNotHold_ExitsWith5AndNamesTheRow()
    {
        Write();

        var held = await ArenaAsync("audit", "t.yaml", "--distractors", "prolix", "--items", "2", "--protocols", "pairwise", "--fail-on", "excess>1");
        var broken = await ArenaAsync("audit", "t.yaml", "--distractors", "prolix", "--items", "2", "--protocols", "pairwise", "--fail-on", "excess_upper>=0");

        Assert.Equal(0, held.ExitCode);
        Assert.Equal(5, broken.ExitCode);
        Assert.Contains("prolix, pairwise: excess_upper is", broken.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("pointwise   ", held.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tournament_RewritesByAModel_AreWrittenOnceAndUsedOnlyOnceAccepted()
    {
        Write();
        string[] audit = ["audit", "t.yaml", "--items", "1", "--judge", "tiny-fair", "--protocols", "pairwise", "--rewrites", "rewrites.jsonl"];

        var first = (await ArenaAsync([.. audit, "--writer", "tiny-fair", "--json"])).Json();
        var second = (await ArenaAsync([.. audit, "--writer", "tiny-fair", "--json"])).Json();
        var open = (await ArenaAsync([.. audit, "--distractors", "prolix-rewritten", "--json"])).Json();
        var lines = await File.ReadAllTextAsync(_folder.PathOf("rewrites.jsonl"), TestContext.Current.CancellationToken);

        Assert.Equal((8, 0), (first.GetProperty("written").GetInt32(), first.GetProperty("kept").GetInt32()));
        Assert.Equal((0, 8), (second.GetProperty("written").GetInt32(), second.GetProperty("kept").GetInt32()));
        Assert.Equal(8, lines.Trim().Split('\n').Length);
        var row = Assert.Single(Assert.Single(open.GetProperty("judges").EnumerateArray()).GetProperty("rows").EnumerateArray());
        Assert.Equal("paraphrase", row.GetProperty("placebo").GetString());
        Assert.Equal(2, Assert.Single(row.GetProperty("not_made").EnumerateArray()).GetProperty("trials").GetInt32());
    }

    [Theory]
    [InlineData(2, "Name what to audit", "audit")]
    [InlineData(2, "two audits", "audit", "t.yaml", "--recorded", "here")]
    [InlineData(2, "there is no distractor prolx", "audit", "t.yaml", "--distractors", "prolx")]
    [InlineData(2, "is no condition", "audit", "t.yaml", "--fail-on", "excess")]
    [InlineData(2, "--items is 1 or more", "audit", "t.yaml", "--items", "0")]
    [InlineData(2, "The tournament has no judge nobody", "audit", "t.yaml", "--judge", "nobody")]
    [InlineData(2, "name it with --rewrites", "audit", "t.yaml", "--writer", "tiny-fair")]
    [InlineData(3, "there is no such file", "audit", "t.yaml", "--rewrites", "none.jsonl")]
    [InlineData(3, "there is no such file", "audit", "none.yaml")]
    public async Task Tournament_BadInput_IsOneSentenceAndNothingIsMade(int exitCode, string reason, params string[] arguments)
    {
        Write();

        var run = await ArenaAsync(arguments);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
        Assert.False(File.Exists(_folder.PathOf("arena.db")));
    }

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

    private void Write()
    {
        _folder.Write("responses.jsonl", string.Join('\n', Enumerable.Range(1, 4).SelectMany(i => new[]
        {
            $$"""{"prompt_id":"p{{i}}","contestant":"right","response":"The answer is {{i + 40}}."}""",
            $$"""{"prompt_id":"p{{i}}","contestant":"wrong","response":"The answer is {{i + 50}}."}""",
        })));
        _folder.Write("prompts.jsonl", string.Join('\n', Enumerable.Range(1, 4).Select(i => $$"""{"id":"p{{i}}","prompt":"What is {{i}} + 40?","reference":"{{i + 40}}"}""")));
        _folder.Write("t.yaml", """
            name: t
            prompts: prompts.jsonl
            responses: [responses.jsonl]
            judges: [{ name: tiny-fair, model: tiny-fair }, { name: tiny-biased, model: tiny-biased }]
            protocols: [pairwise, pointwise]
            """);
    }

    private Task<ArenaProcess> ArenaAsync(params string[] arguments) => ArenaProcess.RunAsync(arguments, _folder.PathOf());
}
