using System.IO.Compression;
using System.Text.Json;
using Arena.Core;
using Arena.Core.Formats;
using Arena.Core.Ratings;
using Arena.Core.Storage;
using Arena.Core.Tournaments;
using Arena.Tests.Formats;

namespace Arena.Tests.Tournaments;

public sealed class TournamentImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_Folder_TakesQuestionsBeforeAnswersBeforeJudgmentsAndListsTheRest()
    {
        // By name alone, answers and judgments would come first.
        _folder.Write("in/a-pairs.jsonl", SampleFiles.MtPairs);
        _folder.Write("in/b/model_answer/m.jsonl", SampleFiles.MtAnswers);
        _folder.Write("in/reference_answer/gpt-4.jsonl", SampleFiles.MtAnswers);
        _folder.Write("in/z-question.jsonl", SampleFiles.MtQuestions);
        var readme = _folder.Write("in/README.md", "hello");
        var broken = _folder.Write("in/broken.json", "{");
        var progress = new List<ImportProgress>();
        using var store = await OpenAsync();

        var result = await TournamentImport.ImportAsync(
            _folder.PathOf("in"), ImportFormat.Auto, "t", store, NoBattles, new Reports(progress), Cancelled);

        Assert.Equal(new ImportCounts(2, 3, 1, 6, 0, 1), result.Imported);
        Assert.Equal([readme, broken], result.Skipped.Select(s => s.Path).OrderDescending().Reverse());
        Assert.Equal(
            ["z-question.jsonl", "m.jsonl", "gpt-4.jsonl", "a-pairs.jsonl"], progress.Select(p => Path.GetFileName(p.Path)));
        Assert.Equal((4, 4), (progress[^1].Number, progress[^1].Count));
    }

    [Fact]
    public async Task Import_EveryFormTwice_ChangesNothingAndListsWhatWasThere()
    {
        foreach (var (name, text) in SampleFiles.All)
        {
            _folder.Write("in/" + name, text);
        }

        _folder.Write("in/hard/question.jsonl", string.Join('\n', Enumerable.Range(1, 4).Select(i => $$"""{"uid":"u{{i}}","prompt":"{{i}}"}""")));
        _folder.Write("in/pandalm/judge-testset-v1.json.gz", SampleFiles.PandaVerdicts);
        _folder.Write("in/votes.csv", "model_a,model_b,winner\na,b,tie\n");
        using var store = await OpenAsync();

        var first = await ImportAsync(store, _folder.PathOf("in"), TwoVotes);
        var second = await ImportAsync(store, _folder.PathOf("in"), TwoVotes);

        Assert.Equal(first.Imported with { References = 0 }, Assert.Single(await store.ReadTournamentsAsync(Cancelled)).Counts);
        Assert.All(
            [first.Imported.Prompts, first.Imported.Contestants, first.Imported.Responses, first.Imported.Judgments, first.Imported.Battles],
            count => Assert.True(count > 0));
        Assert.Equal(default, second.Imported);
        Assert.Equal(
            14, second.Skipped.Where(s => s.Reason == "already there").Select(s => s.Path).Distinct().Count());

        static BattleTable TwoVotes(string path) => BattleTable.From([new Battle("a", "b", 0.5), new Battle("a", "b", 0.5)]);
    }

    [Fact]
    public async Task Import_BadRecordInTheMiddle_KeepsNothingOfTheFile()
    {
        var path = _folder.Write("question.jsonl", SampleFiles.MtQuestions + "\n{\"question_id\":83,\"turns\":[]}\n{\"question_id\":84,\"turns\":[\"x\"]}");
        using var store = await OpenAsync();

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => ImportAsync(store, path));

        Assert.Equal((path, 3L, "turns"), (refusal.InputSource, refusal.Line, refusal.Column));
        Assert.Empty(await store.ReadTournamentsAsync(Cancelled));
    }

    [Fact]
    public async Task Import_PromptOfOneIdWithAnotherText_IsRefusedWithFileAndLine()
    {
        using var store = await OpenAsync();
        await ImportAsync(store, _folder.Write("question.jsonl", SampleFiles.MtQuestions));
        var changed = _folder.Write("changed.jsonl", SampleFiles.MtQuestions.Replace("+1\"", "+2\"", StringComparison.Ordinal));

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => ImportAsync(store, changed));

        Assert.Equal((changed, 2L), (refusal.InputSource, refusal.Line));
        Assert.Contains("\"82\"", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(["1+1", "+1"], (await store.ReadPromptsAsync("t", Cancelled))[1].Turns);
    }

    [Fact]
    public async Task Import_AnswersBeforeTheirQuestions_AreRefusedAndSayWhatToDo()
    {
        using var store = await OpenAsync();

        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => ImportAsync(store, _folder.Write("model_answer/m.jsonl", SampleFiles.MtAnswers)));

        Assert.Contains("import the file that asks it first", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_FolderOfOneFormOnly_LeavesTheOthers()
    {
        _folder.Write("in/question.jsonl", SampleFiles.MtQuestions);
        var other = _folder.Write("in/dataset.json", SampleFiles.LlmBar);
        using var store = await OpenAsync();

        var result = await TournamentImport.ImportAsync(
            _folder.PathOf("in"), ImportFormat.MtBench, "t", store, NoBattles, cancellationToken: Cancelled);

        Assert.Equal(new ImportCounts(Prompts: 2), result.Imported);
        Assert.Equal((other, "its form is llmbar"), (result.Skipped[0].Path, result.Skipped[0].Reason));
    }

    [Fact]
    public async Task Import_FolderWithNothingKnown_IsRefused()
    {
        _folder.Write("in/README.md", "hello");
        using var store = await OpenAsync();

        await Assert.ThrowsAsync<BadInputException>(() => ImportAsync(store, _folder.PathOf("in")));
    }

    [Fact]
    public async Task Import_NoSuchPath_IsRefused()
    {
        using var store = await OpenAsync();

        await Assert.ThrowsAsync<BadInputException>(() => ImportAsync(store, _folder.PathOf("nowhere.json")));
    }

    [Theory]
    [InlineData(ImportFormat.Battles)]
    [InlineData(ImportFormat.Auto)]
    public async Task Import_Battles_GoThroughTheReader(ImportFormat format)
    {
        var path = _folder.Write("votes.csv", "left,right,winner\n");
        using var store = await OpenAsync();

        var result = await TournamentImport.ImportAsync(
            path, format, "t", store, p => BattleTable.From([new Battle(p, "b", 1)]), cancellationToken: Cancelled);

        Assert.Equal(new ImportCounts(Contestants: 2, Battles: 1), result.Imported);
        Assert.Equal(path, (await store.ReadBattlesAsync("t", BattleSource.Humans, Cancelled)).Battles[0].First);
    }

    [Fact]
    public async Task Import_AllOfAlpacaEval_HasTheCountsOfTheFiles()
    {
        using var store = await OpenAsync();

        var result = await ImportAsync(store, Repository.Shared("alpaca_eval"));

        // 40 files of 805 less nine records; the one of the baseline against itself gives no judgments.
        Assert.Equal(new ImportCounts(Prompts: 805, Contestants: 40, Responses: 32_193, Judgments: 31_388), result.Imported);
        Assert.Contains(result.Skipped, s => s is { What: "records", Count: 805 });
        var battles = await store.ReadBattlesAsync("t", BattleSource.Judges, Cancelled);
        Assert.Equal((31_388, 31_388, 0), (battles.Battles.Count, battles.Judgments, battles.Failed));
        Assert.Equal(805, battles.Battles.Clusters!.Names.Count);
    }

    [Theory]
    [InlineData("alpaca-7b", 0.025914505402237165, 805)]
    [InlineData("alpaca-7b_verbose", 0.029331016025064383, 802)]
    [InlineData("claude-2.1", 0.15733506736409897, 805)]
    [InlineData("FuseChat-Gemma-2-9B-Instruct", 0.7049713534560258, 805)]
    public async Task Import_AlpacaEvalModel_GivesItsWinRateExactly(string model, double winRate, int count)
    {
        using var store = await OpenAsync();
        var path = Repository.Shared("alpaca_eval", "annotations", model + ".json.gz");
        await ImportAsync(store, path);

        var battles = (await store.ReadBattlesAsync("t", BattleSource.Judges, Cancelled)).Battles;

        // Sorted, because sums of floating-point numbers depend on their order.
        await using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var file = await JsonDocument.ParseAsync(gzip, cancellationToken: Cancelled);
        var published = file.RootElement.EnumerateArray().Select(r => r.GetProperty("preference").GetDouble() - 1).Order().ToArray();
        Assert.Equal(count, battles.Count);
        Assert.Equal(published, battles.Outcome.ToArray().Select(o => 1 - o).Order());
        Assert.Equal(winRate, published.Average(), 1e-12);
    }

    [Theory]
    [InlineData("alpaca-7b")]
    [InlineData("claude-2.1")]
    public async Task Import_AlpacaEvalOriginalAfterAnnotations_AddsOnlyTheBaselinesResponses(string model)
    {
        using var store = await OpenAsync();
        await ImportAsync(store, Repository.Shared("alpaca_eval", "annotations", model + ".json.gz"));

        var result = await ImportAsync(store, Repository.Shared("alpaca_eval", "original", model + ".annotations.json.gz"));

        Assert.Equal(new ImportCounts(Responses: 805), result.Imported);
        Assert.Equal(("judgments", 805), (result.Skipped[0].What, result.Skipped[0].Count));
    }

    [Fact]
    public async Task Import_LlmBar_HasTheCountsOfTheFiles()
    {
        using var store = await OpenAsync();

        var result = await ImportAsync(store, Repository.Shared("llmbar"));

        Assert.Equal(new ImportCounts(1200, 2, 2400, 33_520, 1200, 0), result.Imported);
        Assert.Equal(["LICENSE", "example_result.json", "verdicts.csv.gz"], result.Skipped.Select(s => Path.GetFileName(s.Path)));
        Assert.Equal(("battles", 419, "already there"), (result.Skipped[2].What, result.Skipped[2].Count, result.Skipped[2].Reason));
        var votes = (await store.ReadBattlesAsync("t", BattleSource.Humans, Cancelled)).Battles;
        var categories = Enumerable.Range(0, votes.Count).Select(i => votes[i]).CountBy(v => v.Category!).ToDictionary();
        Assert.Equal((100, 134, 200), (categories["Natural"], categories["Adversarial/Neighbor"], categories["Processed/MT-Bench"]));
        Assert.Equal(42, Enumerable.Range(0, votes.Count).Count(i => votes[i] is { Category: "Natural", Outcome: 1 }));
    }

    [Fact]
    public async Task Import_LlmBarVerdicts_FollowTheTextsAndRepeatNoGold()
    {
        _folder.Write("in/Natural/dataset.json", SampleFiles.LlmBar);
        _folder.Write("in/A/verdicts.csv", SampleFiles.LlmBarVerdicts);
        using var store = await OpenAsync();

        var result = await ImportAsync(store, _folder.PathOf("in"));

        Assert.Equal(new ImportCounts(2, 2, 4, 4, 2, 0), result.Imported);
        Assert.Equal(("battles", 2), (result.Skipped[0].What, result.Skipped[0].Count));
        var battles = await store.ReadBattlesAsync("t", BattleSource.Judges, Cancelled);
        Assert.Equal((4, 1), (battles.Judgments, battles.Failed));
    }

    [Fact]
    public async Task Import_LlmBarVerdictsWithoutTheTexts_SaysToImportThoseFirst()
    {
        using var store = await OpenAsync();

        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => ImportAsync(store, Repository.PathOf("data", "llmbar", "verdicts.csv")));

        Assert.Equal(2, refusal.Line);
        Assert.Contains("\"Adversarial/GPTInst/0\" is not in tournament", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_LlmBarFileAndThenItsTree_AddsTheOthersOnly()
    {
        using var store = await OpenAsync();
        await ImportAsync(store, Repository.Shared("llmbar", "Adversarial", "Manual", "dataset.json"));

        var result = await ImportAsync(store, Repository.Shared("llmbar", "Adversarial"));

        Assert.Equal(new ImportCounts(Prompts: 273, Responses: 546, Battles: 273), result.Imported);
    }

    [Fact]
    public async Task Import_MtBench_HasTheCountsOfTheFiles()
    {
        using var store = await OpenAsync();

        var result = await ImportAsync(store, Repository.Shared("mt_bench"));

        Assert.Equal(new ImportCounts(Prompts: 80, References: 30), result.Imported);
        var prompts = await store.ReadPromptsAsync("t", Cancelled);
        Assert.All(prompts, p => Assert.Equal(2, p.Turns.Count));
        Assert.Equal(Enumerable.Range(81, 80).Select(i => $"{i}"), prompts.Select(p => p.Id));

        Assert.Equal(10, prompts.Count(p => p.Category == "math"));
        Assert.Equal(40, prompts.Count(p => p.Reference.Count > 0));
        Assert.Equal(
            ["coding", "math", "reasoning"],
            prompts.Where(p => p.Reference.Count > 0).CountBy(p => p.Category!).Where(c => c.Value == 10).Select(c => c.Key).Order());
    }

    [Fact]
    public async Task Import_PandaLm_HasTheCountsOfTheFilesAndCountsGarbageAsFailed()
    {
        using var store = await OpenAsync();

        var result = await ImportAsync(store, Repository.Shared("pandalm"));

        // 170 texts, and 13 prompts more for answers that differ between items of one text.
        Assert.Equal(new ImportCounts(Prompts: 183, Contestants: 5, Responses: 824, Judgments: 1998, Battles: 2997), result.Imported);
        var judged = await store.ReadBattlesAsync("t", BattleSource.Judges, Cancelled);
        Assert.Equal((1973, 1998, 25), (judged.Battles.Count, judged.Judgments, judged.Failed));
        var votes = (await store.ReadBattlesAsync("t", BattleSource.Humans, Cancelled)).Battles;
        var first = Enumerable.Range(0, votes.Count).Where(i => votes[i].Worker == "annotator1").ToArray();
        Assert.Equal(
            (999, 427, 475, 97),
            (first.Length, first.Count(i => votes[i].Outcome == 1), first.Count(i => votes[i].Outcome == 0), first.Count(i => votes[i].Outcome == 0.5)));
        Assert.Equal(
            (460, 476, 38),
            (Count("gpt-3.5-turbo", 1), Count("gpt-3.5-turbo", 0), Count("gpt-3.5-turbo", 0.5)));

        int Count(string judge, double outcome) => Enumerable.Range(0, judged.Battles.Count).Count(
            i => judged.Battles[i].Judge == judge && judged.Battles[i].Outcome == outcome);
    }

    [Fact]
    public async Task Import_AllSharedFormsIntoOneTournament_DoNotCollide()
    {
        using var store = await OpenAsync();
        foreach (var name in new[] { "alpaca_eval", "llmbar", "mt_bench", "pandalm" })
        {
            await ImportAsync(store, Repository.Shared(name));
        }

        var tournament = Assert.Single(await store.ReadTournamentsAsync(Cancelled));
        Assert.Equal(new ImportCounts(805 + 1200 + 80 + 183, 47, 32_193 + 2400 + 824, 31_388 + 33_520 + 1998, 1200 + 2997), tournament.Counts);
    }

    private static BattleTable NoBattles(string path) => throw new InvalidOperationException($"{path} was taken for battles.");

    private static Task<ImportResult> ImportAsync(ArenaStore store, string path, Func<string, BattleTable>? readBattles = null) =>
        TournamentImport.ImportAsync(path, ImportFormat.Auto, "t", store, readBattles ?? NoBattles, cancellationToken: Cancelled);

    private Task<ArenaStore> OpenAsync() =>
        ArenaStore.OpenAsync(_folder.PathOf("arena.db"), TimeProvider.System, cancellationToken: Cancelled);

    private sealed class Reports(List<ImportProgress> reports) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => reports.Add(value);
    }
}
