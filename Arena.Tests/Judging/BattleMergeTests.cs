using Arena.Core;
using Arena.Core.Judging;
using CsCheck;

namespace Arena.Tests.Judging;

public sealed class BattleMergeTests
{
    [Fact]
    public void Merge_BothOrders_BecomeOneBattleWithTheMeanOutcome()
    {
        var merged = BattleMerge.Merge([Pair("b", "a", Verdict.FirstWins), Pair("a", "b", Verdict.Tie)]);

        Assert.Equal(new Battle("a", "b", 0.25, 1, "p") { Judge = "j" }, Assert.Single(Battles(merged)));
        Assert.Equal(2, merged.Judgments);
        Assert.Equal(0, merged.Failed);
    }

    [Fact]
    public void Merge_OneOrder_KeepsItsOrderAndItsExactOutcome()
    {
        var merged = BattleMerge.Merge([Pair("b", "a", Verdict.FirstWins) with { FirstWinProbability = 0.1 }]);

        Assert.Equal(new Battle("b", "a", 0.1, 1, "p") { Judge = "j" }, Assert.Single(Battles(merged)));
    }

    [Fact]
    public void Merge_OneOrderFailed_IsCountedAndTheOtherStands()
    {
        var failed = Pair("a", "b", Verdict.Failed) with { FailureReason = "no label" };

        var merged = BattleMerge.Merge([failed, Pair("b", "a", Verdict.SecondWins)]);

        Assert.Equal(new Battle("b", "a", 0, 1, "p") { Judge = "j" }, Assert.Single(Battles(merged)));
        Assert.Equal((2, 1), (merged.Judgments, merged.Failed));
    }

    [Fact]
    public void Merge_WeightedVerdicts_WeighsTheMean()
    {
        var merged = BattleMerge.Merge(
            [Pair("a", "b", Verdict.FirstWins) with { Weight = 3 }, Pair("b", "a", Verdict.FirstWins)]);

        Assert.Equal(new Battle("a", "b", 0.75, 2, "p") { Judge = "j" }, Assert.Single(Battles(merged)));
    }

    [Fact]
    public void Merge_OtherPromptJudgeTurnOrRepeat_StaysApart()
    {
        var one = Pair("a", "b", Verdict.FirstWins);
        Judgment[] judgments =
            [one, one with { PromptId = "q" }, one with { Judge = "k" }, one with { Turn = 1 }, one with { Repeat = 1 }];

        Assert.Equal(5, BattleMerge.Merge(judgments).Battles.Count);
    }

    [Fact]
    public void Merge_Categories_GoWithTheirPrompts()
    {
        var categories = new Dictionary<string, string?> { ["p"] = "math" };

        var merged = BattleMerge.Merge([Pair("a", "b", Verdict.Tie), Pair("a", "b", Verdict.Tie) with { PromptId = "q" }], categories);

        Assert.Equal(["math", null], Battles(merged).Select(b => b.Category));
    }

    [Fact]
    public void Merge_PointwiseJudgments_ArePassedOver()
    {
        var merged = BattleMerge.Merge([new Judgment("j", Protocol.Pointwise, "p", "a", null) { Score = 3 }]);

        Assert.Equal((0, 0), (merged.Battles.Count, merged.Judgments));
    }

    [Fact]
    public void Merge_AnyOrderWithinAPrompt_GivesTheSameBattles()
    {
        var judgment = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 1], Gen.Int[0, 2], Gen.Double[0, 1], Gen.Int[1, 3])
            .Where(j => j.Item1 != j.Item2)
            .Select(j => Pair($"m{j.Item1}", $"m{j.Item2}", Verdict.Tie) with
            {
                Judge = $"j{j.Item3}",
                Repeat = j.Item4,
                FirstWinProbability = j.Item5,
                Weight = j.Item6,
            });
        Gen.Select(judgment.Array[1, 30], Gen.Int).Sample((judgments, seed) =>
        {
            var shuffled = judgments.ToArray();
            new Random(seed).Shuffle(shuffled);

            Assert.Equal(Battles(BattleMerge.Merge(judgments)), Battles(BattleMerge.Merge(shuffled)));
        });
    }

    [Fact]
    public void Of_OneJudge_HasItsBattlesAndItsFailures()
    {
        var merged = BattleMerge.Merge(
            [
                Pair("a", "b", Verdict.FirstWins),
                Pair("a", "b", Verdict.SecondWins) with { Judge = "k" },
                Pair("a", "c", Verdict.Failed) with { Judge = "k", FailureReason = "garbage" },
                Pair("a", "c", Verdict.Failed) with { Judge = "l", FailureReason = "garbage" },
            ]);

        Assert.Equal(["j", "k", "l"], merged.Judges);
        Assert.Equal((4, 2), (merged.Judgments, merged.Failed));
        var one = merged.Of("k");
        Assert.Equal((1, 2, 1), (one.Battles.Count, one.Judgments, one.Failed));
        Assert.Equal("k", one.Battles[0].Judge);
        Assert.Equal((0, 1, 1), (merged.Of("l").Battles.Count, merged.Of("l").Judgments, merged.Of("l").Failed));
    }

    private static Judgment Pair(string first, string second, Verdict verdict) =>
        new("j", Protocol.Pairwise, "p", first, second) { Verdict = verdict };

    private static IEnumerable<Battle> Battles(MergedBattles merged) =>
        Enumerable.Range(0, merged.Battles.Count).Select(i => merged.Battles[i]);
}
