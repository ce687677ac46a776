using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Ratings;
using Arena.Core.Storage;

namespace Arena.Tests.Storage;

public abstract partial class ArenaStoreContract
{
    private static readonly string?[] Categories = [null, "math", "code", ""];

    /// <summary>Makes of a store one whose tournaments are from before there were win matrices.</summary>
    protected abstract Task ForgetMatricesAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task WinMatrix_AfterAnyWrites_IsThatOfTheBattlesAndARebuiltOneIsTheSame(int seed)
    {
        using var store = await OpenAsync();
        var random = new Random(seed);
        await store.ImportAsync("t", Records(Everything() with { Prompts = [.. Prompts(_ => null), new Prompt("p", ["question"])], Responses = [.. Responses(), .. Everything().Responses] }), Cancelled);
        await store.ImportAsync("other", Records(Everything()), Cancelled);
        var written = 0;
        for (var step = 0; step < 40; step++)
        {
            try
            {
                await WriteSomethingAsync(store, random);
                written++;
            }
            catch (BadInputException)
            {
                // It contradicts what is there, and nothing of it was stored.
            }

            await AssertMatricesAsync(store, "t");
        }

        var kept = (await store.ReadWinMatrixAsync("t", BattleSource.Judges, cancellationToken: Cancelled)).Pairs;
        await store.RebuildWinMatrixAsync("t", Cancelled);

        Assert.True(written > 25 && kept.Count == 7, $"{written} writes, {kept.Count} pairs");
        Assert.Equal(kept, (await store.ReadWinMatrixAsync("t", BattleSource.Judges, cancellationToken: Cancelled)).Pairs);
        await AssertMatricesAsync(store, "t");
        await AssertMatricesAsync(store, "other");
    }

    [Fact]
    public async Task WinMatrix_OfAnOlderStore_IsBuiltWhenItIsAskedFor()
    {
        using var store = await OpenAsync();
        var random = new Random(4);
        await store.ImportAsync("t", Records(Everything() with { Prompts = [.. Prompts(_ => null), new Prompt("p", ["question"])], Responses = [.. Responses(), .. Everything().Responses] }), Cancelled);
        await ForgetMatricesAsync();
        await store.ImportBattlesAsync("t", RandomVotes(random), "more.csv", Cancelled);
        await store.AddJudgmentsAsync("t", StoredJudge.Recorded("j0"), [RandomJudgment(random)], Cancelled);

        await AssertMatricesAsync(store, "t");
        await store.ImportBattlesAsync("t", RandomVotes(random), "yet more.csv", Cancelled);

        await AssertMatricesAsync(store, "t");
    }

    [Fact]
    public async Task WinMatrix_ShardsFinishedByManyAtOnceAndEachByTwo_NeitherLosesNorDoubles()
    {
        using var store = await OpenAsync();
        await store.ImportAsync("t", Records(new ImportRecord("f") { Prompts = [.. Prompts(_ => "math")], Responses = [.. Responses()] }), Cancelled);
        var judge = StoredJudge.Recorded("judge");
        var shards = Enumerable.Range(0, 5).Select(prompt => $"p{prompt}").ToDictionary(prompt => prompt, prompt =>
            (from first in Enumerable.Range(0, 4)
             from second in Enumerable.Range(0, 4)
             where first != second
             select new Judgment("judge", Protocol.Pairwise, prompt, $"m{first}", $"m{second}") { Verdict = Verdict.FirstWins, FirstWinProbability = 0.9 - (first * 0.1) }).ToArray());

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(async () =>
        {
            var prompt = $"p{i % 5}";
            using var own = await OpenAsync();
            await own.FinishShardAsync("t", prompt, judge, [.. shards[prompt].Select(j => (JudgmentKey.OfNames(judge.Fingerprint, j), j))], Cancelled);
        })));

        await AssertMatricesAsync(store, "t");
        Assert.Equal(30, (await store.ReadWinMatrixAsync("t", BattleSource.Judges, cancellationToken: Cancelled)).Battles);
    }

    [Fact]
    public async Task WinMatrix_UnknownTournament_IsRefusedAndNotMade()
    {
        using var store = await OpenAsync();
        await store.ImportAsync("t", Records(Everything()), Cancelled);

        var reading = await Assert.ThrowsAsync<BadInputException>(() => store.ReadWinMatrixAsync("u", BattleSource.Judges, cancellationToken: Cancelled));
        var building = await Assert.ThrowsAsync<BadInputException>(() => store.RebuildWinMatrixAsync("u", Cancelled));

        Assert.Contains("\"t\"", reading.Reason, StringComparison.Ordinal);
        Assert.Equal(reading.Reason, building.Reason);
        Assert.Equal(["t"], await store.ReadTournamentNamesAsync(Cancelled));
    }

    [Theory]
    [InlineData(1e-10)]
    [InlineData(2e9)]
    [InlineData(double.NaN)]
    public async Task Import_WeightThatNoMatrixCanHold_IsRefusedAndKeepsNothing(double weight)
    {
        using var store = await OpenAsync();
        var record = Everything();

        var judgment = await Assert.ThrowsAsync<BadInputException>(
            () => store.ImportAsync("t", Records(record with { Judgments = [record.Judgments[0] with { Weight = weight }] }), Cancelled));
        var vote = await Assert.ThrowsAsync<BadInputException>(
            () => store.ImportAsync("t", Records(record with { Votes = [record.Votes[0] with { Weight = weight }] }), Cancelled));

        Assert.Contains("is not a number from", judgment.Reason, StringComparison.Ordinal);
        Assert.Equal(judgment.Reason, vote.Reason);
        Assert.Equal("file.jsonl", vote.InputSource);
        Assert.Empty(await store.ReadTournamentsAsync(Cancelled));
    }

    private static IEnumerable<Prompt> Prompts(Func<int, string?> category) => Enumerable.Range(0, 5).Select(i => new Prompt($"p{i}", ["?"]) { Category = category(i) });

    private static IEnumerable<Response> Responses() =>
        from prompt in Enumerable.Range(0, 5) from contestant in Enumerable.Range(0, 4) select new Response($"p{prompt}", $"m{contestant}", ["!"]);

    private static BattleTable RandomVotes(Random random) => BattleTable.From(Enumerable.Range(0, 1 + random.Next(20)).Select(_ =>
    {
        var first = random.Next(4);
        return new Battle($"m{first}", $"m{(first + 1 + random.Next(3)) % 4}", random.Next(4) switch { 0 => 0, 1 => 0.5, 2 => 1, _ => random.NextDouble() }, RandomWeight(random), $"p{random.Next(5)}")
        {
            Category = Categories[random.Next(4)],
            Judge = random.Next(3) switch { 0 => null, var judge => $"j{judge - 1}" },
        };
    }));

    private static double RandomWeight(Random random) => random.Next(3) switch { 0 => 1, 1 => 1.0 / 3, _ => Math.Pow(2, -30 + (60 * random.NextDouble())) };

    /// <summary>One of all the writes that change battles.</summary>
    private static async Task WriteSomethingAsync(ArenaStore store, Random random)
    {
        Judgment[] judgments = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => RandomJudgment(random) with { Weight = RandomWeight(random) })];
        var judge = new StoredJudge("asked", "fingerprint", JudgeKind.Asked, Protocol.Pairwise);
        switch (random.Next(7))
        {
            case 0:
                await store.ImportAsync("t", Records(new ImportRecord("f") { Judgments = judgments }), Cancelled);
                break;
            case 1:
                // Those without a category get one, and judgments of theirs come with it.
                await store.ImportAsync("t", Records(new ImportRecord("f") { Prompts = [.. Prompts(i => Categories[(i + random.Next(2)) % 4])], Judgments = judgments }), Cancelled);
                break;
            case 2:
                await store.AddJudgmentsAsync("t", StoredJudge.Recorded("j1"), judgments, Cancelled);
                break;
            case 3:
                var prompt = judgments[0].PromptId;
                await store.FinishShardAsync(
                    "t", prompt, judge, [.. judgments.Where(j => j.PromptId == prompt).Select(j => (JudgmentKey.OfNames(judge.Fingerprint, j), j))], Cancelled);
                break;
            case 4:
                // What half of the prompts, or half of the judgments, were judged by is gone, or all of it is back.
                var kind = random.Next(3);
                var categories = Enumerable.Range(0, 5).Select(_ => Categories[random.Next(4)]).ToArray();
                await store.SynchroniseAsync(
                    "t",
                    [.. Prompts(i => categories[i])],
                    Responses(),
                    (fingerprint, j) => (kind == 1 && j.PromptId is "p1" or "p2") || (kind == 2 && j.Turn == 1) ? null : KeyOf(fingerprint, j),
                    Cancelled);
                break;
            case 5:
                await store.ImportBattlesAsync("t", RandomVotes(random), $"votes{random.Next(3)}.csv", Cancelled);
                break;
            default:
                var pair = (await store.ReadVotePairAsync("t", $"p{random.Next(5)}", "m2", "m1", Cancelled))!;
                var vote = new HumanVote(pair.Prompt.Id, "m2", "m1", pair.Texts, (VoteChoice)random.Next(4), $"v{random.Next(3)}");
                await store.CastVotesAsync("t", [vote, vote], Cancelled);
                break;
        }
    }

    private static JudgmentKey KeyOf(string fingerprint, Judgment judgment) => JudgmentKey.OfNames(fingerprint, judgment);

    /// <summary>The matrices that are kept must be those of the battles that are there, to the last bit.</summary>
    private protected static async Task AssertMatricesAsync(ArenaStore store, string tournament)
    {
        foreach (var source in Enum.GetValues<BattleSource>())
        {
            var battles = Battles((await store.ReadBattlesAsync(tournament, source, Cancelled)).Battles).ToArray();
            string?[] judges = source == BattleSource.Judges ? [null, "judge", "asked", "j0", "j1", "nobody"] : [null];
            foreach (var judge in judges)
            {
                foreach (var category in Categories)
                {
                    // Null asks for all categories, and an empty name for none.
                    var kept = await store.ReadWinMatrixAsync(tournament, source, judge, category, Cancelled);
                    var there = battles.Where(battle => (judge is null || battle.Judge == judge) && (category is null || (battle.Category ?? "") == category));
                    Assert.Equal(WinMatrix.From(BattleTable.From(there)).Pairs, kept.Pairs);
                }
            }
        }
    }
}
