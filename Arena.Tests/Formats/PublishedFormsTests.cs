using Arena.Core;
using Arena.Core.Formats;

namespace Arena.Tests.Formats;

/// <summary>Each form, read from small files that the tests write themselves.</summary>
public sealed class PublishedFormsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("preferences.json")]
    [InlineData("preferences.json.gz")]
    public async Task Read_AlpacaPreferences_AreJudgmentsOfUnknownOrder(string name)
    {
        var path = _folder.Write(name, SampleFiles.AlpacaPreferences);

        var records = await ReadAsync(path, ImportFormat.AlpacaEval);

        Assert.Equal(ImportFormat.AlpacaEval, (await PublishedForms.RecogniseAsync(path, Cancelled))?.Format);
        var prompt = records[0].Prompts[0];
        Assert.Equal((ContentHash.Of("Say hi.")[..12], "Say hi.", "helpful"), (prompt.Id, prompt.Turns[0], prompt.Category));
        Assert.Equal(
            [new("gpt", "model", 0.75, Verdict.FirstWins), new("gpt", "model", 0, Verdict.SecondWins), new("gpt", "model", 0.5, Verdict.Tie)],
            records[..3].Select(r => r.Judgments[0]).Select(j => (j.First, j.Second, j.FirstWinProbability, j.Verdict)));
        Assert.All(records[..3], r => Assert.False(r.Judgments[0].IsOrderKnown));
        Assert.Equal(["model", "gpt"], records[0].Responses.Select(r => r.Contestant));
        Assert.Equal("model", Assert.Single(records[1].Responses).Contestant);
        Assert.Equal(0.25, records[0].Judgments[0].Seconds);
    }

    [Fact]
    public async Task Read_AlpacaNullPreference_IsFailedAndNotATie()
    {
        var records = await ReadAsync(_folder.Write("p.json", SampleFiles.AlpacaPreferences), ImportFormat.Auto);

        var judgment = Assert.Single(records[3].Judgments);
        Assert.True(judgment.IsFailed);
        Assert.Equal((Verdict.Failed, null), (judgment.Verdict, judgment.FirstWinProbability));
    }

    [Fact]
    public async Task Read_AlpacaModelAgainstItself_KeepsTheResponseAndSaysWhy()
    {
        var records = await ReadAsync(_folder.Write("p.json", SampleFiles.AlpacaPreferences), ImportFormat.Auto);

        Assert.Empty(records[4].Judgments);
        Assert.Single(records[4].Responses);
        Assert.NotNull(records[4].Skipped);
    }

    [Fact]
    public async Task Read_AlpacaOutputs_AreResponses()
    {
        var records = await ReadAsync(
            _folder.Write("o.json", """[{"instruction":"Say hi.","output":"hi","generator":"m","dataset":"d","extra":{"x":[1]}}]"""),
            ImportFormat.Auto);

        Assert.Equal(("m", "hi"), (records[0].Responses[0].Contestant, records[0].Responses[0].Turns[0]));
        Assert.Equal(records[0].Prompts[0].Id, records[0].Responses[0].PromptId);
    }

    [Theory]
    [InlineData("2.5", "[0].preference")]
    [InlineData("0.5", "[0].preference")]
    [InlineData("-1", "[0].preference")]
    [InlineData("\"1\"", "[0].preference")]
    [InlineData("1e999", "[0].preference")]
    public async Task Read_AlpacaPreferenceOutOfRange_IsRefusedByKey(string preference, string key)
    {
        var path = _folder.Write(
            "p.json",
            $$"""[{"instruction":"i","generator_1":"a","generator_2":"b","annotator":"j","preference":{{preference}}}]""");

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => ReadAsync(path, ImportFormat.Auto));

        Assert.Equal((path, key), (refusal.InputSource, refusal.Column));
    }

    [Fact]
    public async Task Read_AlpacaComparisonTwice_IsRefusedAndNamesBoth()
    {
        const string Record = """{"instruction":"i","generator_1":"a","generator_2":"b","annotator":"j","preference":1}""";

        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => ReadAsync(_folder.Write("p.json", $"[{Record},{Record}]"), ImportFormat.Auto));

        Assert.Equal("[1].instruction", refusal.Column);
        Assert.Contains("[0]", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_MtBenchQuestions_AreTwoTurnPrompts()
    {
        var records = await ReadAsync(_folder.Write("question.jsonl", SampleFiles.MtQuestions), ImportFormat.MtBench);

        Assert.Equal(["81", "82"], records.Select(r => r.Prompts[0].Id));
        Assert.Equal(["one", "two"], records[0].Prompts[0].Turns);
        Assert.Equal(["r1", "r2"], records[1].Prompts[0].Reference);
        Assert.Equal("math", records[1].Prompts[0].Category);
    }

    [Theory]
    [InlineData("model_answer/m.jsonl", 1, 0)]
    [InlineData("reference_answer/gpt-4.jsonl", 0, 1)]
    public async Task Read_MtBenchAnswers_AreReferencesInTheFolderOfThese(string name, int responses, int references)
    {
        var records = await ReadAsync(_folder.Write(name, SampleFiles.MtAnswers), ImportFormat.Auto);

        Assert.Equal((responses, references), (records[0].Responses.Count, records[0].References.Count));
        Assert.Equal(["a", "b"], responses == 1 ? records[0].Responses[0].Turns : records[0].References[0].Value);
    }

    [Fact]
    public async Task Read_MtBenchErrorMarker_IsNoResponse()
    {
        var record = Assert.Single(await ReadAsync(
            _folder.Write("a.jsonl", """{"question_id":81,"model_id":"m","choices":[{"index":0,"turns":["$ERROR$","b"]}]}"""),
            ImportFormat.Auto));

        Assert.Empty(record.Responses);
        Assert.NotNull(record.Skipped);
    }

    [Fact]
    public async Task Read_MtBenchPairs_AreTwoGamesInBothOrders()
    {
        var records = await ReadAsync(_folder.Write("gpt-4_pair.jsonl", SampleFiles.MtPairs), ImportFormat.Auto);

        Assert.Equal(
            [
                ("a", "b", Verdict.FirstWins, 1, false), ("b", "a", Verdict.SecondWins, 1, false),
                ("a", "b", Verdict.SecondWins, 2, false), ("b", "a", Verdict.Tie, 2, false),
                ("a", "b", Verdict.Failed, 2, true), ("b", "a", Verdict.FirstWins, 2, false),
            ],
            records.SelectMany(r => r.Judgments).Select(j => (j.First, j.Second!, j.Verdict, j.Turn, j.IsFailed)));
        Assert.All(records.SelectMany(r => r.Judgments), j => Assert.Equal("gpt-4", j.Judge));
    }

    [Fact]
    public async Task Read_MtBenchSingles_AreScoresAndMinusOneIsFailed()
    {
        var records = await ReadAsync(_folder.Write("gpt-4_single.jsonl", SampleFiles.MtSingles), ImportFormat.Auto);

        Assert.Equal([7.5, null], records.Select(r => r.Judgments[0].Score));
        Assert.Equal([false, true], records.Select(r => r.Judgments[0].IsFailed));
        Assert.All(records, r => Assert.Equal((Protocol.Pointwise, null), (r.Judgments[0].Protocol, r.Judgments[0].Second)));
    }

    [Fact]
    public async Task Read_MtBenchUnknownWinner_IsRefusedByLineAndKey()
    {
        var text = SampleFiles.MtPairs.Replace("\"g2_winner\":\"tie\"", "\"g2_winner\":\"draw\"", StringComparison.Ordinal);

        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => ReadAsync(_folder.Write("pair.jsonl", text), ImportFormat.Auto));

        Assert.Equal((2L, "g2_winner"), (refusal.Line, refusal.Column));
    }

    [Fact]
    public async Task Read_MtBenchQuestionTwice_IsRefusedAndNamesBothLines()
    {
        var refusal = await Assert.ThrowsAsync<BadInputException>(() => ReadAsync(
            _folder.Write("question.jsonl", SampleFiles.MtQuestions.Replace("82", "81", StringComparison.Ordinal)), ImportFormat.Auto));

        Assert.Equal((2L, "question_id"), (refusal.Line, refusal.Column));
        Assert.Contains("line 1", refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"uid":"u1","category":"hard_prompt","subcategory":"coding","prompt":"do it"}""")]
    [InlineData("""{"question_id":"u1","category":"hard_prompt","cluster":"c","turns":[{"content":"do it"}]}""")]
    public async Task Read_ArenaHardQuestions_OfBothVersionsAreTheSame(string line)
    {
        var prompt = (await ReadAsync(_folder.Write("question.jsonl", line), ImportFormat.ArenaHard))[0].Prompts[0];

        Assert.Equal(("u1", "do it", "hard_prompt"), (prompt.Id, prompt.Turns[0], prompt.Category));
    }

    [Theory]
    [InlineData("""{"uid":"u1","model":"m","messages":[{"role":"user","content":"q"},{"role":"assistant","content":{"answer":"a"}}]}""")]
    [InlineData("""{"uid":"u1","model":"m","messages":[{"role":"system","content":"s"},{"role":"assistant","content":"a"}]}""")]
    [InlineData("""{"question_id":"u1","model_id":"m","choices":[{"index":0,"turns":[{"content":"a","token_len":3}]}]}""")]
    public async Task Read_ArenaHardAnswers_OfBothVersionsAreTheSame(string line)
    {
        var response = (await ReadAsync(_folder.Write("m.jsonl", line), ImportFormat.ArenaHard))[0].Responses[0];

        Assert.Equal(("u1", "m", "a"), (response.PromptId, response.Contestant, Assert.Single(response.Turns)));
    }

    [Fact]
    public async Task Read_ArenaHardJudgments_AlternateOrderAndWeighStrongLabels()
    {
        var records = await ReadAsync(_folder.Write("j.jsonl", SampleFiles.HardJudgments), ImportFormat.Auto);

        Assert.Equal(
            [
                ("base", "m", Verdict.SecondWins, 3.0, false), ("m", "base", Verdict.FirstWins, 1.0, false),
                ("base", "m", Verdict.Tie, 1.0, false), ("m", "base", Verdict.Failed, 1.0, true),
                ("base", "m", Verdict.FirstWins, 3.0, false), ("m", "base", Verdict.Failed, 1.0, true),
            ],
            records[..3].SelectMany(r => r.Judgments).Select(j => (j.First, j.Second!, j.Verdict, j.Weight, j.IsFailed)));
        Assert.Equal("gpt-4-0314", records[3].Judgments[0].First);
    }

    [Fact]
    public async Task Read_LlmBar_IsPairsOfItemsWithAGoldVote()
    {
        var records = await ReadAsync(_folder.Write("Adversarial/Manual/dataset.json", SampleFiles.LlmBar), ImportFormat.Auto);

        Assert.Equal(["Adversarial/Manual/0", "Adversarial/Manual/1"], records.Select(r => r.Prompts[0].Id));
        Assert.Equal(
            [
                new Battle("output_1", "output_2", 1, 1, "Adversarial/Manual/0") { Category = "Adversarial/Manual", Worker = "gold" },
                new Battle("output_1", "output_2", 0, 1, "Adversarial/Manual/1") { Category = "Adversarial/Manual", Worker = "gold" },
            ],
            records.SelectMany(r => r.Votes));
    }

    [Fact]
    public async Task Read_LlmBarLabelZero_IsRefusedByKey()
    {
        var text = SampleFiles.LlmBar.Replace("\"label\":2", "\"label\":0", StringComparison.Ordinal);

        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => ReadAsync(_folder.Write("Natural/dataset.json", text), ImportFormat.Auto));

        Assert.Equal("[1].label", refusal.Column);
    }

    [Fact]
    public async Task Read_PandaLm_EqualTextsAreOnePromptUnlessAnAnswerDiffers()
    {
        var records = await ReadAsync(_folder.Write("testset-v1.json", SampleFiles.PandaTestSet), ImportFormat.PandaLm);

        Assert.Equal(["pandalm-0", "pandalm-0", "pandalm-2", "pandalm-3"], records.Select(r => r.Prompts[0].Id));
        Assert.Equal("do\n\nthis", records[0].Prompts[0].Turns[0]);
        Assert.Equal("do", records[3].Prompts[0].Turns[0]);
        Assert.Equal("True", records[3].Responses[0].Turns[0]);
        Assert.Equal(
            [("annotator1", 1.0), ("annotator2", 0.0), ("annotator3", 0.5)],
            records[0].Votes.Select(v => (v.Worker!, v.Outcome)));
    }

    [Fact]
    public async Task Read_PandaLmVerdicts_FollowTheTestSetBesideThemAndGarbageIsFailed()
    {
        _folder.Write("testset-v1.json.gz", SampleFiles.PandaTestSet);

        var records = await ReadAsync(_folder.Write("some-judge-testset-v1.json", SampleFiles.PandaVerdicts), ImportFormat.Auto);

        Assert.Equal(
            [
                ("some-judge", "pandalm-0", "x", "y", Verdict.FirstWins, false),
                ("some-judge", "pandalm-0", "x", "z", Verdict.Tie, false),
                ("some-judge", "pandalm-2", "x", "y", Verdict.SecondWins, false),
                ("some-judge", "pandalm-3", "y", "z", Verdict.Failed, true),
            ],
            records.Select(r => r.Judgments[0]).Select(j => (j.Judge, j.PromptId, j.First, j.Second!, j.Verdict, j.IsFailed)));
    }

    [Fact]
    public async Task Read_PandaLmVerdictsAlone_AreRefused()
    {
        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => ReadAsync(_folder.Write("j-testset-v1.json", SampleFiles.PandaVerdicts), ImportFormat.Auto));

        Assert.Contains("testset-v1.json", refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a_b_c")]
    [InlineData("a")]
    [InlineData("a_a")]
    [InlineData("_a")]
    public async Task Read_PandaLmModelsUnclear_IsRefusedByKey(string models)
    {
        var text = SampleFiles.PandaTestSet.Replace("\"x_z\"", $"\"{models}\"", StringComparison.Ordinal);

        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => ReadAsync(_folder.Write("testset-v1.json", text), ImportFormat.Auto));

        Assert.Equal("[1].cmp_key", refusal.Column);
    }

    [Theory]
    [InlineData("p.json", "", null, null)]
    [InlineData("p.json", "[]", null, null)]
    [InlineData("p.jsonl", "\n \n", null, null)]
    [InlineData("p.json", "[{\"instruction\":\"i\"", 1L, "20")]
    [InlineData("p.json", "[\n{\"instruction\": nope}]", 2L, "18")]
    [InlineData("p.json", "[1]", null, "[0]")]
    [InlineData("p.jsonl", "{\"question_id\":1,\"turns\":[\"a\"]}\n{\"question_id\":2,\"turns\":[\"b\"]", 2L, "31")]
    [InlineData("p.jsonl", "{\"question_id\":1,\"turns\":[\"a\"]}\n[]", 2L, null)]
    [InlineData("p.jsonl", "{\"question_id\":1,\"turns\":[\"a\"]}\n\n{\"question_id\":2,\"turns\":\"b\"}", 3L, "turns")]
    [InlineData("p.jsonl", "{\"question_id\":1,\"turns\":[\"a\"]}\n{\"question_id\":2,\"turns\":[\"b\",null]}", 2L, "turns[1]")]
    [InlineData("p.jsonl", "{\"question_id\":1,\"turns\":[\"a\"]}\n{\"question_id\":1.5,\"turns\":[\"b\"]}", 2L, "question_id")]
    [InlineData("p.jsonl", "{\"question_id\":1,\"turns\":[\"a\"]}\n{\"question_id\":2,\"turns\":[\"\\ud800\"]}", 2L, "turns[0]")]
    [InlineData("p.json", "{\"colour\":\"red\"}", null, null)]
    public async Task Read_BrokenFile_IsRefusedWithItsPlace(string name, string text, long? line, string? column)
    {
        var path = _folder.Write(name, text);

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => ReadAsync(path, ImportFormat.Auto));

        Assert.Equal((path, line, column), (refusal.InputSource, refusal.Line, refusal.Column));
    }

    [Fact]
    public async Task Read_InvalidUtf8_IsRefusedWithItsPlace()
    {
        var path = _folder.Write("p.jsonl", [.. "{\"question_id\":1,\"turns\":[\"a"u8, 0xFF, .. "\"]}"u8]);

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => ReadAsync(path, ImportFormat.Auto));

        Assert.Equal((1L, "turns[0]"), (refusal.Line, refusal.Column));
    }

    [Fact]
    public async Task Read_ByteOrderMarkAndWhiteSpace_AreNoFault()
    {
        var array = _folder.Write("p.json", [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes("\r\n " + SampleFiles.LlmBar)]);
        var lines = _folder.Write("q.jsonl", "\uFEFF" + SampleFiles.MtQuestions.Replace("\n", "\r\n\r\n", StringComparison.Ordinal));

        Assert.Equal(2, (await ReadAsync(array, ImportFormat.Auto)).Count);
        Assert.Equal([1L, 3L], (await ReadAsync(lines, ImportFormat.Auto)).Select(r => r.Line));
    }

    [Fact]
    public async Task Read_GzipCutAnywhere_IsRefused()
    {
        var whole = await File.ReadAllBytesAsync(_folder.Write("whole.json.gz", SampleFiles.AlpacaPreferences), Cancelled);
        for (var length = 0; length < whole.Length; length++)
        {
            var path = _folder.Write("cut.json", whole[..length]);
            File.Move(path, path + ".gz", overwrite: true);

            await Assert.ThrowsAsync<BadInputException>(() => ReadAsync(path + ".gz", ImportFormat.Auto));
        }
    }

    [Fact]
    public async Task Read_AnotherFormThanNamed_IsRefusedAndNamesItsKeys()
    {
        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => ReadAsync(_folder.Write("dataset.json", SampleFiles.LlmBar), ImportFormat.AlpacaEval));

        Assert.Contains("alpaca-eval", refusal.Reason, StringComparison.Ordinal);
        Assert.Contains("output_1", refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("b.csv", "model_a,model_b,winner\na,b,tie\n", ImportFormat.Battles)]
    [InlineData("b.csv.gz", "left;right;outcome\na;b;0.5\n", ImportFormat.Battles)]
    [InlineData("b.jsonl", "{\"model_a\":\"a\",\"model_b\":\"b\",\"winner\":\"tie\"}", ImportFormat.Battles)]
    [InlineData("b.csv", "subset,item,gold\nx,1,2\n", null)]
    [InlineData("v.csv.gz", SampleFiles.LlmBarVerdicts, ImportFormat.LlmBar)]
    [InlineData("b.json", "{\"label\":1}", null)]
    [InlineData("README.md", "# model_a,model_b,winner", null)]
    public async Task Recognise_ByContent_TellsBattlesFromOthers(string name, string text, ImportFormat? format)
    {
        Assert.Equal(format, (await PublishedForms.RecogniseAsync(_folder.Write(name, text), Cancelled))?.Format);
    }

    [Theory]
    [InlineData(ImportFormat.Auto)]
    [InlineData(ImportFormat.LlmBar)]
    public async Task Read_LlmBarVerdicts_AreJudgmentsInBothOrders(ImportFormat format)
    {
        var records = await ReadAsync(_folder.Write("v.csv", SampleFiles.LlmBarVerdicts), format);

        Assert.Equal(
            [Verdict.FirstWins, Verdict.FirstWins, Verdict.SecondWins, Verdict.Failed],
            records.SelectMany(r => r.Judgments).Select(j => j.Verdict));
    }

    [Fact]
    public void ImportFormats_EveryForm_HasANameThatFindsIt()
    {
        Assert.All(Enum.GetValues<ImportFormat>(), f => Assert.Equal(f, ImportFormats.Find(ImportFormats.NameOf(f))));
        Assert.Null(ImportFormats.Find("Alpaca"));
    }

    private static async Task<List<ImportRecord>> ReadAsync(string path, ImportFormat format) =>
        await PublishedForms.ReadAsync(path, format, Cancelled).ToListAsync(Cancelled);
}
