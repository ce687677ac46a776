using System.IO.Compression;
using System.Text.Json;
using Arena.Core.Tournaments;

namespace Arena.Tests.Cli;

/// <summary>The presets, and the benchmarks that they are of, from file to leaderboard.</summary>
public sealed class PresetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mt-bench")]
    [InlineData("alpaca-eval")]
    [InlineData("arena-hard")]
    public async Task Init_OfAPreset_WritesAFileThatReadsAndTemplatesThatAreThere(string preset)
    {
        var init = await ArenaAsync("init", "--preset", preset);

        var file = TournamentFileReader.Read(_folder.PathOf($"{preset}.yaml"), []);
        Assert.Equal((0, preset), (init.ExitCode, file.Name));
        Assert.All(file.Judges.SelectMany(judge => judge.Templates), name => Assert.True(File.Exists(Repository.PathOf("data", "judges", "templates", $"{name}.yaml")), name));
        var text = File.ReadAllText(_folder.PathOf($"{preset}.yaml"));
        Assert.Contains($"arena run {preset}.yaml", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NAME", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AlpacaEval_RecordedPreferences_GiveExactlyTheWinRateThatIsTheirMean()
    {
        string[] models = ["alpaca-7b", "claude-2.1", "claude-2.1_concise", "gpt-3.5-turbo-1106", "text_davinci_001"];
        await ArenaAsync("init", "--preset", "alpaca-eval");
        Directory.CreateDirectory(_folder.PathOf("annotations"));
        foreach (var model in models)
        {
            File.Copy(Repository.Shared("alpaca_eval", "annotations", $"{model}.json.gz"), _folder.PathOf("annotations", $"{model}.json.gz"));
        }

        File.Copy(Repository.Shared("alpaca_eval", "baseline_gpt4_1106_preview.json.gz"), _folder.PathOf("baseline.json.gz"));
        var run = (await ArenaAsync(
            "run", "alpaca-eval.yaml", "--json", "--set", "prompts=baseline.json.gz", "--set", "responses=[baseline.json.gz, annotations]",
            "--set", "judges=[{name: gpt-4-turbo, kind: recorded, recorded: annotations}]")).Json();
        var board = (await ArenaAsync("leaderboard", "alpaca-eval", "--against", "gpt4_1106_preview", "--length-controlled", "--json")).Json();

        Assert.Equal(0, run.GetProperty("failed").GetInt32());
        var rates = board.GetProperty("contestants").EnumerateArray().ToDictionary(rate => rate.GetProperty("name").GetString()!);
        foreach (var model in models)
        {
            var preferences = await PreferencesAsync(model);
            Assert.Equal(preferences.Count, rates[model].GetProperty("prompts").GetInt32());
            Assert.Equal(preferences.Average(), rates[model].GetProperty("win_rate").GetProperty("value").GetDouble(), 1e-12);
        }

        // The benchmark's own leaderboard has 25.25 % for claude-2.1, where 15.73 % is the win rate; how easy prompts are it knows from 200 models, we from four.
        Assert.InRange(rates["claude-2.1"].GetProperty("length_controlled").GetProperty("value").GetDouble(), 0.2, 0.32);
    }

    [Fact]
    public async Task MtBench_TheQuestionsOfFastChat_ShowReferencesInThreeCategoriesOnly()
    {
        await ArenaAsync("init", "--preset", "mt-bench");
        var questions = Repository.Shared("mt_bench");
        foreach (var (model, answer) in new[] { ("a", "one"), ("b", "two") })
        {
            _folder.Write($"model_answer/{model}.jsonl", string.Join('\n', File.ReadLines(Path.Combine(questions, "question.jsonl")).Select(line =>
                $$"""{"question_id":{{JsonDocument.Parse(line).RootElement.GetProperty("question_id").GetInt32()}},"model_id":"{{model}}","choices":[{"index":0,"turns":["{{answer}}","and"]}]}""")));
        }

        var path = _folder.PathOf("mt-bench.yaml");
        var file = TournamentFileReader.Read(path, [$"prompts={questions}", "responses=[model_answer]"]);
        var tournament = await Tournament.ReadAsync(file, path, cancellationToken: Cancelled);

        Assert.Equal(80, tournament.Prompts.Count);
        Assert.Equal(
            [("coding", 10), ("math", 10), ("reasoning", 10)],
            tournament.Prompts.Where(prompt => prompt.Reference.Count > 0).GroupBy(prompt => prompt.Category!).Select(group => (group.Key, group.Count())).Order());
        Assert.Equal([1, 2], file.Turns);
    }

    [Fact]
    public async Task ArenaHard_RecordedLabels_CountMuchBetterThreeTimes()
    {
        await ArenaAsync("init", "--preset", "arena-hard");
        _folder.Write("q.jsonl", """
            {"uid":"u1","category":"hard_prompt","prompt":"One?"}
            {"uid":"u2","category":"hard_prompt","prompt":"Two?"}
            {"uid":"u3","category":"creative_writing","prompt":"Three?"}
            """);
        foreach (var (model, text) in new[] { ("base", "short"), ("m", "# A heading\\n- and a list") })
        {
            _folder.Write($"answers/{model}.jsonl", string.Join('\n', new[] { "u1", "u2", "u3" }.Select(id =>
                $$$"""{"uid":"{{{id}}}","model":"{{{model}}}","messages":[{"role":"user","content":"?"},{"role":"assistant","content":{"answer":"{{{text}}}"}}]}""")));
        }

        _folder.Write("judgments/m.jsonl", """
            {"uid":"u1","judge":"j","model":"m","baseline":"base","games":[{"score":"B>>A"},{"score":"A>B"}]}
            {"uid":"u2","judge":"j","model":"m","baseline":"base","games":[{"score":"A>B"},{"score":"A=B"}]}
            """);
        string[] settings =
        [
            "--set", "prompts=q.jsonl", "--set", "responses=[answers]", "--set", "pairing.baseline=base",
            "--set", "judges=[{name: j, kind: recorded, recorded: judgments}]",
        ];

        var run = (await ArenaAsync(["run", "arena-hard.yaml", "--json", .. settings])).Json();
        var board = (await ArenaAsync("leaderboard", "arena-hard", "--against", "base", "--json")).Json();
        var styled = await ArenaAsync("leaderboard", "arena-hard", "--control", "style", "--ridge", "1", "--json");
        var text1 = await ArenaAsync("leaderboard", "arena-hard", "--against", "nobody");

        // Its own leaderboard takes the mean over [1, 1, 1], [1], [0] and [½].
        Assert.Equal(4, run.GetProperty("judged").GetInt32());
        Assert.Equal(4.5 / 6, Assert.Single(board.GetProperty("contestants").EnumerateArray()).GetProperty("win_rate").GetProperty("value").GetDouble(), 1e-12);
        Assert.True(styled.ExitCode == 0, styled.Error);
        Assert.Equal(["bold", "headers", "length", "lists"], styled.Json().GetProperty("parameters").GetProperty("style").EnumerateObject().Select(style => style.Name).Order());
        Assert.Equal(3, text1.ExitCode);
        Assert.Contains("there are \"base\", \"m\"", text1.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("goes with --against", "leaderboard", "t", "--length-controlled")]
    [InlineData("rates nobody", "leaderboard", "t", "--against", "b", "--model", "elo")]
    [InlineData("'mt-bench'", "init", "--preset", "mmlu")]
    public async Task Options_ThatDoNotGoTogether_ExitWith2(string said, params string[] arguments)
    {
        var run = await ArenaAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    private static async Task<List<double>> PreferencesAsync(string model)
    {
        await using var file = new GZipStream(File.OpenRead(Repository.Shared("alpaca_eval", "annotations", $"{model}.json.gz")), CompressionMode.Decompress);
        using var document = await JsonDocument.ParseAsync(file, cancellationToken: Cancelled);
        return
        [
            .. document.RootElement.EnumerateArray().Select(item => item.GetProperty("preference"))
                .Where(preference => preference.ValueKind == JsonValueKind.Number)
                .Select(preference => preference.GetDouble() - 1),
        ];
    }

    private Task<ArenaProcess> ArenaAsync(params string[] arguments) => ArenaProcess.RunAsync(arguments, _folder.PathOf());
}
