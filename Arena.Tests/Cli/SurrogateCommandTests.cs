namespace Arena.Tests.Cli;

public sealed class SurrogateCommandTests : IDisposable
{
    private static readonly string[] Recorded =
    [
        "--features", Path.Combine(Repository.Root, "data", "llmfao", "features.csv"), "--battles", Path.Combine(Repository.Root, "data", "llmfao", "gpt3-verdicts.csv"),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_OnRecordedVerdicts_GivesAJudgeThatPredictsAndRuns()
    {
        var trained = await ArenaAsync(["surrogate", "train", .. Recorded, "--out", "m.json", "--json"]);
        WriteTournament();
        var run = await ArenaAsync("run", "t.yaml", "--json");
        var leaderboard = await ArenaAsync("leaderboard", "t", "--judge", "s", "--json");
        var predicted = await ArenaAsync("surrogate", "predict", "m.json", "t", "--json");
        var read = await ArenaAsync("surrogate", "predict", "m.json", "t");

        Assert.Equal(59, trained.Json().GetProperty("contestants").GetInt32());
        var part = Assert.Single(trained.Json().GetProperty("parts").EnumerateArray());
        Assert.InRange(part.GetProperty("held_out").GetProperty("kendall_tau").GetDouble(), 0.4, 0.8);
        Assert.Equal((0, 6), (run.ExitCode, run.Json().GetProperty("judged").GetInt32()));
        var order = predicted.Json().GetProperty("leaderboard").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()).ToArray();
        Assert.Equal(3, order.Length);
        Assert.Equal("silent", order[^1]);
        Assert.Equal(order, leaderboard.Json().GetProperty("leaderboard").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()));
        Assert.Contains("What GPT-3 would say of t", read.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_OnRecordedVerdicts_ShowsHeldOutAndInSampleAndWritesAReport()
    {
        var json = (await ArenaAsync(["surrogate", "evaluate", .. Recorded, "--json", "--out", "e.html"])).Json();
        var read = await ArenaAsync(["surrogate", "evaluate", .. Recorded]);

        Assert.Equal(59, json.GetProperty("contestants_held_out").GetInt32());
        Assert.InRange(json.GetProperty("tau").GetDouble(), json.GetProperty("tau_lower").GetDouble(), json.GetProperty("tau_upper").GetDouble());
        var (heldOut, inSample) = (json.GetProperty("scorers")[0], json.GetProperty("scorers").EnumerateArray().Last());
        Assert.True(inSample.GetProperty("in_sample").GetBoolean() && !heldOut.GetProperty("in_sample").GetBoolean());
        Assert.True(inSample.GetProperty("tau").GetProperty("value").GetDouble() > heldOut.GetProperty("tau").GetProperty("value").GetDouble());
        Assert.Contains("in sample: logistic + strength ridge", read.Out, StringComparison.Ordinal);
        Assert.Contains("Can the judge be foretold?", File.ReadAllText(_folder.PathOf("e.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithABudget_LeavesEveryPairToTheSurrogateAndAssists()
    {
        await ArenaAsync(["surrogate", "train", .. Recorded, "--out", "m.json"]);
        WriteTournament();
        string[] budget = ["--set", "judges=[{ name: fair, model: tiny-fair }, { name: s, kind: surrogate, model: m.json }]", "--set", "pairing={ strategy: uniform, budget: 2 }"];
        var plan = (await ArenaAsync(["plan", "t.yaml", .. budget, "--json"])).Json();
        await ArenaAsync(["run", "t.yaml", .. budget]);
        var assisted = await ArenaAsync("leaderboard", "t", "--judge", "fair", "--assisted-by", "s", "--next", "1", "--json");
        var absent = await ArenaAsync("leaderboard", "t", "--judge", "fair", "--assisted-by", "nobody");

        Assert.Equal(10, plan.GetProperty("judgments").GetInt32());
        Assert.Equal(0, assisted.ExitCode);
        Assert.Contains("silent", assisted.Out, StringComparison.Ordinal);
        Assert.Equal(3, absent.ExitCode);
    }

    [Fact]
    public async Task Surrogate_BadInput_IsToldInASentence()
    {
        _folder.Write("cut.json", "{\"kind\":");
        _folder.Write("few.csv", "prompt,model_a,model_b,winner\np,a,b,model_a\np,b,c,tie\n");
        _folder.Write("few-features.csv", "prompt,contestant,structure.words\np,a,1\np,b,2\np,c,3\n");
        (string[] Arguments, int Exit, string Says)[] cases =
        [
            (["surrogate", "predict", "cut.json", "t"], 3, "no surrogate judge, or it is cut off"),
            (["surrogate", "predict", "none.json", "t"], 3, "none.json"),
            (["surrogate", "train"], 2, "name a tournament"),
            (["surrogate", "train", "--features", "few-features.csv", "--battles", "few.csv"], 3, "2 contestants are too few"),
            (["surrogate", "evaluate", "--features", "few-features.csv", "--battles", "few.csv", "--split", "insample"], 2, "--split"),
        ];
        foreach (var (arguments, exit, says) in cases)
        {
            var result = await ArenaAsync(arguments);

            Assert.Equal(exit, result.ExitCode);
            Assert.Contains(says, Assert.Single(result.Error.Trim().Split('\n')), StringComparison.Ordinal);
        }

        Assert.False(File.Exists(_folder.PathOf("surrogate.json")));
    }

    private void WriteTournament()
    {
        _folder.Write("t.yaml", """
            name: t
            prompts: [{ id: q1, prompt: "Explain in a short paragraph quantum field theory to a high-school student." }]
            responses: [responses.jsonl]
            judges: [{ name: s, kind: surrogate, model: m.json }]
            """);
        _folder.Write("responses.jsonl", """
            {"prompt_id":"q1","contestant":"careful","response":"Quantum field theory describes particles as ripples of fields that fill all of space. An electron is a ripple of the electron field, and light is a ripple of the electromagnetic field; when the fields touch, particles are made, scattered and destroyed."}
            {"prompt_id":"q1","contestant":"short","response":"It is about fields."}
            {"prompt_id":"q1","contestant":"silent","response":""}
            """);
    }

    private Task<ArenaProcess> ArenaAsync(params string[] arguments) => ArenaProcess.RunAsync(arguments, _folder.PathOf("."));
}
