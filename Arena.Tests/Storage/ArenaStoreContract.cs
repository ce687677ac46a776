using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Ratings;
using Arena.Core.Storage;

namespace Arena.Tests.Storage;

/// <summary>What every store must do, whatever database is below it. A provider's tests derive from it and say how to open one.</summary>
public abstract partial class ArenaStoreContract
{
    protected static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 30, 0, TimeSpan.Zero);

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Opens the test's own store; every call opens the same one.</summary>
    protected abstract Task<ArenaStore> OpenAsync();

    [Fact]
    public async Task Import_Everything_IsReadBackAsItWas()
    {
        using var store = await OpenAsync();
        var prompt = new Prompt("p1", ["first turn \0 ü 漢 🙂", "second"])
        {
            System = "be brief",
            Category = "math",
            Language = "en",
            Reference = ["r1", "r2"],
            Context = [new Passage("d1", "passage", true), new Passage("d2", "other")],
        };
        var plain = new Prompt("p2", ["?"]);
        Response[] responses = [new("p1", "b", ["x", ""]), new("p1", "a", ["y", "z"]), new("p2", "a", ["<b>"])];
        Judgment[] judgments =
        [
            new("judge", Protocol.Pairwise, "p1", "a", "b")
            {
                Verdict = Verdict.SecondWins, FirstWinProbability = 0.1, IsOrderKnown = false, Repeat = 2, Turn = 1, Weight = 3,
                Tokens = 7, Seconds = 0.5,
            },
            new("judge", Protocol.Pointwise, "p2", "a", null) { Score = 6.5 },
            new("judge", Protocol.Pairwise, "p2", "b", "a") { FailureReason = "garbage" },
        ];

        var change = await store.ImportAsync(
            "t", Records(new ImportRecord("f") { Prompts = [prompt, plain], Responses = responses, Judgments = judgments }), Cancelled);

        Assert.Equal(new ImportCounts(2, 2, 3, 3), change.Added);
        Assert.Equal([prompt, plain], await store.ReadPromptsAsync("t", Cancelled), SamePrompt);
        Assert.Equal(
            responses.Select(Describe).Order(),
            (await store.ReadResponsesAsync("t", Cancelled).ToListAsync(Cancelled)).Select(Describe).Order());
        Assert.Equal(
            judgments.OrderBy(j => j.ToString()),
            (await store.ReadJudgmentsAsync("t", Cancelled).ToListAsync(Cancelled)).OrderBy(j => j.ToString()));

        static string Describe(Response response) => $"{response.PromptId}|{response.Contestant}|{string.Join('|', response.Turns)}";
    }

    [Fact]
    public async Task Import_Twice_ChangesNothing()
    {
        using var store = await OpenAsync();
        var record = Everything();
        var first = await store.ImportAsync("t", Records(record), Cancelled);

        var second = await store.ImportAsync("t", Records(record), Cancelled);

        Assert.Equal(new ImportCounts(1, 2, 2, 1, 2), first.Added);
        Assert.Equal(default, second.Added);
        Assert.Equal(first.Added, second.AlreadyThere);
        Assert.Equal(first.Added, Assert.Single(await store.ReadTournamentsAsync(Cancelled)).Counts);
        Assert.True(await store.HasTournamentAsync("t", Cancelled));
        Assert.False(await store.HasTournamentAsync("T", Cancelled));
    }

    [Fact]
    public async Task Import_RecordRefusedInTheMiddle_KeepsNothingOfTheFile()
    {
        using var store = await OpenAsync();
        await store.ImportAsync("t", Records(Everything()), Cancelled);
        var bad = new ImportRecord("file.jsonl", 7) { Responses = [new Response("nowhere", "a", ["x"])] };

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => store.ImportAsync(
            "t", Records(new ImportRecord("file.jsonl", 6) { Prompts = [new Prompt("p9", ["new"])] }, bad), Cancelled));

        Assert.Equal(("file.jsonl", 7L), (refusal.InputSource, refusal.Line));
        Assert.Contains("\"nowhere\"", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(["p"], (await store.ReadPromptsAsync("t", Cancelled)).Select(p => p.Id));
    }

    [Fact]
    public async Task Import_SourceThrows_KeepsNothingNotEvenTheTournament()
    {
        using var store = await OpenAsync();

        await Assert.ThrowsAsync<BadInputException>(() => store.ImportAsync("t", Failing(), Cancelled));

        Assert.Empty(await store.ReadTournamentsAsync(Cancelled));

        static async IAsyncEnumerable<ImportRecord> Failing()
        {
            yield return Everything();
            await Task.Yield();
            throw new BadInputException("f", "broken");
        }
    }

    [Fact]
    public async Task Import_Cancelled_KeepsNothing()
    {
        using var store = await OpenAsync();
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ImportAsync("t", Cancelling(), cancellation.Token));

        Assert.Empty(await store.ReadTournamentsAsync(Cancelled));

        async IAsyncEnumerable<ImportRecord> Cancelling()
        {
            yield return Everything();
            await cancellation.CancelAsync();
        }
    }

    [Theory]
    [InlineData("prompt", "\"p\"")]
    [InlineData("response", "\"a\"")]
    [InlineData("judgment", "\"judge\"")]
    public async Task Import_ContradictingWhatIsThere_IsRefusedAndNamesIt(string what, string name)
    {
        using var store = await OpenAsync();
        await store.ImportAsync("t", Records(Everything()), Cancelled);
        var everything = Everything();
        var record = what switch
        {
            "prompt" => new ImportRecord("f") { Prompts = [everything.Prompts[0] with { Turns = ["other"] }] },
            "response" => new ImportRecord("f") { Responses = [everything.Responses[0] with { Turns = ["other"] }] },
            _ => new ImportRecord("f") { Judgments = [everything.Judgments[0] with { Verdict = Verdict.Tie }] },
        };

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => store.ImportAsync("t", Records(record), Cancelled));

        Assert.Contains(name, refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(new ImportCounts(1, 2, 2, 1, 2), (await store.ReadTournamentsAsync(Cancelled))[0].Counts);
    }

    [Fact]
    public async Task Import_SameNamesInAnotherTournament_AreOthers()
    {
        using var store = await OpenAsync();
        await store.ImportAsync("t", Records(Everything()), Cancelled);

        var change = await store.ImportAsync(
            "u", Records(Everything() with { Prompts = [new Prompt("p", ["other"])] }), Cancelled);

        Assert.Equal(new ImportCounts(1, 2, 2, 1, 2), change.Added);
        Assert.Equal(["question"], (await store.ReadPromptsAsync("t", Cancelled))[0].Turns);
        Assert.Equal(["other"], (await store.ReadPromptsAsync("u", Cancelled))[0].Turns);
        Assert.Single(Battles((await store.ReadBattlesAsync("u", BattleSource.Judges, Cancelled)).Battles));
    }

    [Fact]
    public async Task Import_PromptAgainWithMore_FillsWhatWasMissing()
    {
        using var store = await OpenAsync();
        await store.ImportAsync("t", Records(new ImportRecord("f") { Prompts = [new Prompt("p", ["question"])] }), Cancelled);
        var full = new Prompt("p", ["question"]) { Category = "math", Language = "en", Reference = ["4"] };

        await store.ImportAsync("t", Records(new ImportRecord("f") { Prompts = [full] }), Cancelled);
        await store.ImportAsync(
            "t", Records(new ImportRecord("f") { Prompts = [full with { Category = "other", Reference = ["5"] }] }), Cancelled);

        Assert.Equal([full], await store.ReadPromptsAsync("t", Cancelled), SamePrompt);
    }

    [Fact]
    public async Task Import_ReferenceAnswer_ReplacesThePromptsOwnAndIsCounted()
    {
        using var store = await OpenAsync();
        var question = new ImportRecord("q") { Prompts = [new Prompt("p", ["question"]) { Reference = ["short"] }] };
        var reference = new ImportRecord("r") { References = [new("p", ["long"])] };
        await store.ImportAsync("t", Records(question), Cancelled);

        var first = await store.ImportAsync("t", Records(reference), Cancelled);
        await store.ImportAsync("t", Records(question), Cancelled);
        var second = await store.ImportAsync("t", Records(reference), Cancelled);

        Assert.Equal(["long"], (await store.ReadPromptsAsync("t", Cancelled))[0].Reference);
        Assert.Equal(new ImportCounts(References: 1), first.Added);
        Assert.Equal((default(ImportCounts), new ImportCounts(References: 1)), (second.Added, second.AlreadyThere));
    }

    [Theory]
    [InlineData(double.NaN, 1.0, "probability")]
    [InlineData(1.5, 1.0, "probability")]
    [InlineData(0.5, 0.0, "weight")]
    [InlineData(0.5, double.NaN, "weight")]
    public async Task Import_JudgmentOutOfRange_IsRefused(double probability, double weight, string word)
    {
        using var store = await OpenAsync();
        var judgment = Everything().Judgments[0] with { FirstWinProbability = probability, Weight = weight };

        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => store.ImportAsync("t", Records(Everything() with { Judgments = [judgment] }), Cancelled));

        Assert.StartsWith(word, refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddJudgments_FailedAndThenJudged_IsReplacedOnceAndStays()
    {
        using var store = await OpenAsync();
        await store.ImportAsync("t", Records(Everything()), Cancelled);
        var judge = new StoredJudge("llm", "f1", JudgeKind.Asked);
        var failed = new Judgment("llm", Protocol.Pairwise, "p", "a", "b") { FailureReason = "timeout" };
        var judged = failed with { FailureReason = null, Verdict = Verdict.FirstWins, FirstWinProbability = 0.8 };

        var counts = new List<int>();
        foreach (var judgment in new[] { failed, failed, judged, failed, judged with { Verdict = Verdict.Tie } })
        {
            counts.Add((await store.AddJudgmentsAsync("t", judge, [judgment], Cancelled)).Added.Judgments);
        }

        Assert.Equal([1, 0, 1, 0, 0], counts);
        Assert.Contains(judged, await store.ReadJudgmentsAsync("t", Cancelled).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task AddJudgments_ReferenceOfThePromptChanged_IsAnotherJudgment()
    {
        using var store = await OpenAsync();
        await store.ImportAsync("t", Records(Everything()), Cancelled);
        var judge = new StoredJudge("llm", "f1", JudgeKind.Asked);
        var judgment = new Judgment("llm", Protocol.Pairwise, "p", "a", "b") { Verdict = Verdict.Tie };
        await store.AddJudgmentsAsync("t", judge, [judgment], Cancelled);
        await store.ImportAsync("t", Records(new ImportRecord("r") { References = [new("p", ["new"])] }), Cancelled);

        var change = await store.AddJudgmentsAsync("t", judge, [judgment], Cancelled);

        Assert.Equal(1, change.Added.Judgments);
    }

    [Fact]
    public async Task AddJudgments_WithoutAResponse_IsRefused()
    {
        using var store = await OpenAsync();
        await store.ImportAsync("t", Records(Everything()), Cancelled);
        var judgment = new Judgment("llm", Protocol.Pairwise, "p", "a", "c") { Verdict = Verdict.Tie };

        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => store.AddJudgmentsAsync("t", new StoredJudge("llm", "f1", JudgeKind.Asked), [judgment], Cancelled));

        Assert.Contains("\"c\"", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadJudgments_JudgesOfOneName_AreToldApartByTheirFingerprints()
    {
        using var store = await OpenAsync();
        await store.ImportAsync("t", Records(Everything() with { Judgments = [] }), Cancelled);
        var judgment = new Judgment("", Protocol.Pairwise, "p", "a", "b") { Verdict = Verdict.Tie };
        await store.AddJudgmentsAsync("t", new StoredJudge("llm", "0123456789", JudgeKind.Asked), [judgment], Cancelled);
        await store.AddJudgmentsAsync("t", new StoredJudge("llm", "abcdefghij", JudgeKind.Asked), [judgment], Cancelled);

        var judges = (await store.ReadJudgmentsAsync("t", Cancelled).ToListAsync(Cancelled)).Select(j => j.Judge).Order();

        Assert.Equal(["llm (01234567)", "llm (abcdefgh)"], judges);
        Assert.Equal(2, (await store.ReadBattlesAsync("t", BattleSource.Judges, Cancelled)).Battles.Count);
    }

    [Fact]
    public async Task ReadBattles_OfJudges_EqualsTheMergeOfTheJudgments()
    {
        using var store = await OpenAsync();
        var random = new Random(5);
        var judgments = Enumerable.Range(0, 400).Select(i => RandomJudgment(random)).DistinctBy(JudgmentKeyOf).ToArray();
        Prompt[] prompts = [.. Enumerable.Range(0, 5).Select(i => new Prompt($"p{i}", ["?"]) { Category = i % 2 == 0 ? "even" : null })];
        await store.ImportAsync("t", Records(new ImportRecord("f") { Prompts = prompts, Judgments = judgments }), Cancelled);

        var read = await store.ReadBattlesAsync("t", BattleSource.Judges, Cancelled);

        var categories = prompts.ToDictionary(p => p.Id, p => p.Category);
        var expected = BattleMerge.Merge(judgments.OrderBy(j => j.PromptId, StringComparer.Ordinal), categories);
        Assert.Equal(Battles(expected.Battles), Battles(read.Battles));
        Assert.Equal((expected.Judgments, expected.Failed), (read.Judgments, read.Failed));
        Assert.True(read.Failed > 0);
    }

    [Fact]
    public async Task ReadBattles_JudgmentsStoredInAnotherOrder_AreBitForBitTheSame()
    {
        using var store = await OpenAsync();
        var random = new Random(6);
        var judgments = Enumerable.Range(0, 300).Select(i => RandomJudgment(random)).DistinctBy(JudgmentKeyOf).ToArray();
        var prompts = new ImportRecord("f") { Prompts = [.. Enumerable.Range(0, 5).Select(i => new Prompt($"p{i}", ["?"]))] };
        foreach (var tournament in new[] { "t", "u" })
        {
            await store.ImportAsync(tournament, Records(prompts), Cancelled);
            foreach (var part in judgments.Chunk(50))
            {
                await store.ImportAsync(tournament, Records(new ImportRecord("f") { Judgments = part }), Cancelled);
            }

            random.Shuffle(judgments);
        }

        var one = await store.ReadBattlesAsync("t", BattleSource.Judges, Cancelled);
        var other = await store.ReadBattlesAsync("u", BattleSource.Judges, Cancelled);

        Assert.Equal(Battles(one.Battles), Battles(other.Battles));
        Assert.Equal(one.Battles.Contestants, other.Battles.Contestants);
    }

    [Fact]
    public async Task ReadScores_TurnsAndRepeats_AreAveragedByPromptAndJudge()
    {
        using var store = await OpenAsync();
        Judgment[] judgments =
        [
            Score("p1", "a", 4, turn: 1), Score("p1", "a", 7, turn: 2), Score("p1", "b", 3), Score("p2", "a", 1),
            Score("p1", "c", null), Score("p2", "a", 2) with { Judge = "other" },
        ];
        await store.ImportAsync(
            "t",
            Records(new ImportRecord("f")
            {
                Prompts = [new Prompt("p1", ["?"]) { Category = "math" }, new Prompt("p2", ["!"])],
                Judgments = judgments,
            }),
            Cancelled);

        var scores = await store.ReadScoresAsync("t", Cancelled);

        Assert.Equal((6, 1), (scores.Judgments, scores.Failed));
        Assert.Equal(
            ["p1 judge math a=5.5 b=3", "p2 judge  a=1", "p2 other  a=2"],
            scores.Prompts.Select(Describe).Order(StringComparer.Ordinal));

        static string Describe(PromptScores p) =>
            FormattableString.Invariant($"{p.PromptId} {p.Judge} {p.Category} ") +
            string.Join(' ', p.Scores.OrderBy(s => s.Key).Select(s => FormattableString.Invariant($"{s.Key}={s.Value}")));

        static Judgment Score(string prompt, string contestant, double? score, int turn = 0) =>
            new("judge", Protocol.Pointwise, prompt, contestant, null)
            {
                Score = score,
                Turn = turn,
                FailureReason = score is null ? "garbage" : null,
            };
    }

    [Fact]
    public async Task ImportBattles_AllColumns_AreReadBackInOrder()
    {
        using var store = await OpenAsync();
        Battle[] battles =
        [
            new("a", "b", 1, 2, "q1") { Category = "math", Worker = "w1" },
            new("b", "c", 0.5),
            new("a", "b", 0, 1, "q2") { Worker = "w2" },
            new("c", "a", 0.25, 1, "q1") { Judge = "llm" },
        ];

        var change = await store.ImportBattlesAsync("t", BattleTable.From(battles), "votes.csv", Cancelled);

        Assert.Equal(new ImportCounts(Contestants: 3, Battles: 4), change.Added);
        Assert.Equal(battles[..3], Battles((await store.ReadBattlesAsync("t", BattleSource.Humans, Cancelled)).Battles));
        Assert.Equal(battles[3..], Battles((await store.ReadBattlesAsync("t", BattleSource.Judges, Cancelled)).Battles));
    }

    [Fact]
    public async Task ImportBattles_EqualRows_AreSeveralVotesAndStillImportOnce()
    {
        using var store = await OpenAsync();
        var same = new Battle("a", "b", 1, 1, "q");
        var table = BattleTable.From([same, same, same]);

        var first = await store.ImportBattlesAsync("t", table, "votes.csv", Cancelled);
        var second = await store.ImportBattlesAsync("t", table, "votes.csv", Cancelled);
        var longer = await store.ImportBattlesAsync("t", BattleTable.From([same, same, same, same]), "votes.csv", Cancelled);

        Assert.Equal((3, 0, 1), (first.Added.Battles, second.Added.Battles, longer.Added.Battles));
    }

    [Theory]
    [InlineData("q", null, 0)]
    [InlineData(null, "w", 0)]
    [InlineData(null, null, 1)]
    public async Task ImportBattles_FromAnotherFile_AreOtherVotesOnlyWhereNothingTellsWhose(string? cluster, string? worker, int added)
    {
        using var store = await OpenAsync();
        var table = BattleTable.From([new Battle("a", "b", 1, 1, cluster) { Worker = worker }]);
        await store.ImportBattlesAsync("t", table, "january.csv", Cancelled);

        var change = await store.ImportBattlesAsync("t", table, "february.csv", Cancelled);

        Assert.Equal(added, change.Added.Battles);
    }

    [Fact]
    public async Task ImportBattles_Styles_AreKeptWhereAllVotesHaveThem()
    {
        using var store = await OpenAsync();
        var builder = new BattleTableBuilder(["length", "bold"]);
        builder.Add(new Battle("a", "b", 1), [12.5, -1]);
        builder.Add(new Battle("b", "a", 1), [0.1, 3]);

        await store.ImportBattlesAsync("t", builder.Build(), "styled.csv", Cancelled);
        var styled = (await store.ReadBattlesAsync("t", BattleSource.Humans, Cancelled)).Battles;
        await store.ImportBattlesAsync("t", BattleTable.From([new Battle("a", "b", 0)]), "plain.csv", Cancelled);
        var mixed = (await store.ReadBattlesAsync("t", BattleSource.Humans, Cancelled)).Battles;

        Assert.Equal(["length", "bold"], styled.StyleNames);
        Assert.Equal([12.5, 0.1], styled.Style(0));
        Assert.Equal([-1, 3], styled.Style(1));
        Assert.Empty(mixed.StyleNames);
        Assert.Equal(3, mixed.Count);
    }

    [Fact]
    public async Task KeepFit_Again_TakesThePlaceOfTheFormerOfItsModelAlone()
    {
        using var store = await OpenAsync();
        await store.ImportAsync("t", Records(Everything()), Cancelled);
        var fit = new StoredFit("humans", "bt", """{"ridge":0}""", 7, """{"leaderboard":[]}""");

        await store.KeepFitAsync("t", fit with { Result = "{}" }, Cancelled);
        await store.KeepFitAsync("t", fit with { Model = "davidson" }, Cancelled);
        var before = await store.ReadStampAsync("t", Cancelled);
        await store.KeepFitAsync("t", fit, Cancelled);

        Assert.Equal(fit with { CreatedAt = Now }, await store.FindFitAsync("t", "humans", "bt", Cancelled));
        Assert.Equal(fit with { Model = "davidson", CreatedAt = Now }, await store.FindFitAsync("t", "humans", "davidson", Cancelled));
        Assert.Null(await store.FindFitAsync("t", "judges", "bt", Cancelled));
        Assert.Null(await store.FindFitAsync("u", "humans", "bt", Cancelled));
        Assert.NotEqual(before, await store.ReadStampAsync("t", Cancelled));
        Assert.Equal(Now, (await store.ReadTournamentsAsync(Cancelled))[0].CreatedAt);
    }

    [Fact]
    public async Task Read_UnknownTournament_IsRefusedAndNamesThoseThereAre()
    {
        using var store = await OpenAsync();
        await store.ImportAsync("votes", Records(Everything()), Cancelled);

        Func<Task>[] reads =
        [
            () => store.ReadBattlesAsync("vots", BattleSource.Humans, Cancelled),
            () => store.ReadScoresAsync("vots", Cancelled),
            () => store.ReadPromptsAsync("vots", Cancelled),
            () => store.KeepFitAsync("vots", new StoredFit("humans", "bt", "{}", 1, "{}"), Cancelled),
            async () => await store.ReadJudgmentsAsync("vots", Cancelled).CountAsync(Cancelled),
            async () => await store.ReadResponsesAsync("vots", Cancelled).CountAsync(Cancelled),
        ];

        foreach (var read in reads)
        {
            Assert.Contains("\"votes\"", (await Assert.ThrowsAsync<BadInputException>(read)).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Import_ManyAtOnce_NeitherLosesNorDoubles()
    {
        using var store = await OpenAsync();
        var table = BattleTable.From(Enumerable.Range(0, 200).Select(i => new Battle($"m{i % 7}", "b", 1, 1, $"q{i}")));

        var changes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            using var own = await OpenAsync();
            var votes = await own.ImportBattlesAsync("t", table, "votes.csv", Cancelled);
            var records = await own.ImportAsync("t", Records(Everything()), Cancelled);
            return votes.Added + records.Added;
        })));

        var total = changes.Aggregate(default(ImportCounts), ImportCounts.Add);
        var stored = Assert.Single(await store.ReadTournamentsAsync(Cancelled)).Counts;
        Assert.Equal(total, stored);
        Assert.Equal(new ImportCounts(1, 9, 2, 1, 202), stored);
    }

    [Fact]
    public async Task ReadTallies_JudgmentsAndRecordedBattles_AreCountedByJudgeAndProtocol()
    {
        using var store = await OpenAsync();
        Judgment[] judgments =
        [
            new("j1", Protocol.Pairwise, "p", "a", "b") { Verdict = Verdict.Tie, Tokens = 10, Seconds = 0.5 },
            new("j1", Protocol.Pairwise, "p", "b", "a") { FailureReason = "timed out: 3 s", Tokens = 5 },
            new("j1", Protocol.Pairwise, "p", "b", "a") { FailureReason = "timed out: 4 s", Repeat = 1 },
            new("j1", Protocol.Pairwise, "p", "a", "b") { FailureReason = "odd: no kind of ours", Repeat = 1 },
            new("j1", Protocol.Pointwise, "p", "a", null) { Score = 3 },
        ];
        await store.ImportAsync("t", Records(Everything() with { Judgments = judgments }), Cancelled);
        await store.ImportAsync("other", Records(Everything()), Cancelled);
        await store.ImportBattlesAsync(
            "t", BattleTable.From([new Battle("a", "b", 1, 1, "q") { Judge = "j1" }, new Battle("a", "b", 1, 1, "q") { Judge = "j0" }]), "f.csv", Cancelled);

        Assert.Equal(
            [
                new JudgeTally("j0", Protocol.Pairwise, 0, 0, 1, null, null),
                new JudgeTally("j1", Protocol.Pairwise, 4, 3, 1, 15, 0.5),
                new JudgeTally("j1", Protocol.Pointwise, 1, 0, 0, null, null),
            ],
            await store.ReadJudgeTalliesAsync("t", Cancelled));
        Assert.Equal(
            [
                new FailureTally("j1", Protocol.Pairwise, "timed out", 2, "timed out: 3 s"),
                new FailureTally("j1", Protocol.Pairwise, "odd: no kind of ours", 1, "odd: no kind of ours"),
            ],
            await store.ReadFailuresAsync("t", Cancelled));
        Assert.Empty(await store.ReadFailuresAsync("other", Cancelled));
    }

    /// <summary>A record with one of everything: 1 prompt, 2 contestants, 2 responses, 1 judgment, 2 votes.</summary>
    protected static ImportRecord Everything() => new("file.jsonl", 1)
    {
        Prompts = [new Prompt("p", ["question"])],
        Responses = [new Response("p", "a", ["yes"]), new Response("p", "b", ["no"])],
        Judgments = [new Judgment("judge", Protocol.Pairwise, "p", "a", "b") { Verdict = Verdict.FirstWins, FirstWinProbability = 0.75 }],
        Votes = [new Battle("a", "b", 1, 1, "p") { Worker = "w1" }, new Battle("a", "b", 0, 1, "p") { Worker = "w2" }],
    };

    protected static async IAsyncEnumerable<ImportRecord> Records(params ImportRecord[] records)
    {
        foreach (var record in records)
        {
            await Task.Yield();
            yield return record;
        }
    }

    protected static IEnumerable<Battle> Battles(BattleTable table) => Enumerable.Range(0, table.Count).Select(i => table[i]);

    private static Judgment RandomJudgment(Random random)
    {
        var first = random.Next(4);
        var judgment = new Judgment(
            $"j{random.Next(2)}", Protocol.Pairwise, $"p{random.Next(5)}", $"m{first}", $"m{(first + 1 + random.Next(3)) % 4}")
        {
            Turn = random.Next(3),
            Weight = 1 + random.Next(3),
        };
        return random.Next(5) == 0
            ? judgment with { FailureReason = "garbage" }
            : judgment with { Verdict = Verdict.Tie, FirstWinProbability = random.NextDouble() };
    }

    private static JudgmentKey JudgmentKeyOf(Judgment judgment) => JudgmentKey.OfNames(judgment.Judge, judgment);

    private static bool SamePrompt(Prompt one, Prompt other) =>
        (one.Id, one.System, one.Category, one.Language) == (other.Id, other.System, other.Category, other.Language)
        && one.Turns.SequenceEqual(other.Turns)
        && one.Reference.SequenceEqual(other.Reference)
        && one.Context.SequenceEqual(other.Context);
}
