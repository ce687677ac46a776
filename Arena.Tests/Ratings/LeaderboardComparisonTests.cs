using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.Statistics;

namespace Arena.Tests.Ratings;

public sealed class LeaderboardComparisonTests
{
    private static readonly RatingOptions Sandwich = new() { Replicates = 60 };
    private static readonly RatingOptions RankList = new() { Model = RatingModel.RankList, Intervals = IntervalMethod.Bootstrap, Replicates = 60 };

    private static readonly Battle[] Battles = Draw(seed: 5, prompts: 40);

    [Fact]
    public void Compare_SameBattlesInAnotherOrder_AgreeFullyInEveryReplicate()
    {
        // Only where both see the same drawn prompts, whatever their numbers, can the worst replicate agree fully.
        var agreement = Assert.Single(Compare(Fit(Battles, Sandwich), Fit([.. Battles.Reverse()], Sandwich)));

        Assert.Equal((0, 1, 6, 0), (agreement.First, agreement.Second, agreement.Contestants, agreement.FailedReplicates));
        Assert.Equal(1, agreement.KendallTau.Value, 1e-12);
        Assert.Equal(1, agreement.KendallTau.Interval.Lower, 1e-12);
        Assert.Equal(1, agreement.SpearmanRho.Interval.Lower, 1e-12);
    }

    [Fact]
    public void Compare_OutcomesTurnedRound_DisagreeFully()
    {
        var turned = Battles.Select(battle => battle with { Outcome = 1 - battle.Outcome });

        var agreement = Assert.Single(Compare(Fit(Battles, Sandwich), Fit(turned, Sandwich)));

        Assert.Equal(-1, agreement.KendallTau.Interval.Lower, 1e-12);
        Assert.Equal(-1, agreement.KendallTau.Interval.Upper, 1e-12);
    }

    [Fact]
    public void Compare_TwoModels_GivesTheCorrelationsOfTheirRatings()
    {
        var (bt, rankList) = (Fit(Battles, Sandwich), Fit([.. Draw(seed: 6, prompts: 40)], RankList));

        var agreement = Assert.Single(Compare(bt, rankList));

        var of = rankList.Fit.Contestants.Zip(rankList.Fit.LogStrengths).ToDictionary(pair => pair.First, pair => pair.Second);
        double[] x = [.. bt.Fit.LogStrengths], y = [.. bt.Fit.Contestants.Select(name => of[name])];
        Assert.Equal(RankCorrelation.KendallTauB(x, y), agreement.KendallTau.Value, 1e-12);
        Assert.Equal(RankCorrelation.SpearmanRho(x, y), agreement.SpearmanRho.Value, 1e-12);
        Assert.True(agreement.KendallTau.Interval.Width > 0);
    }

    [Fact]
    public void Compare_ThreeLeaderboards_ComparesEveryTwo()
    {
        var one = Fit(Battles, Sandwich);

        Assert.Equal([(0, 1), (0, 2), (1, 2)], Compare(one, one, one).Select(agreement => (agreement.First, agreement.Second)));
    }

    [Fact]
    public void Compare_FitWithoutIntervals_GivesNone()
    {
        var agreement = Assert.Single(Compare(Fit(Battles, Sandwich), Fit(Battles, Sandwich with { Intervals = IntervalMethod.None })));

        Assert.Equal(1, agreement.KendallTau.Value, 1e-12);
        Assert.True(double.IsNaN(agreement.KendallTau.Interval.Lower));
        Assert.Equal(0, agreement.FailedReplicates);
    }

    [Fact]
    public void Compare_NobodyInCommon_IsUndefined()
    {
        var others = Battles.Select(battle => battle with { First = "x" + battle.First, Second = "x" + battle.Second });

        var agreement = Assert.Single(Compare(Fit(Battles, Sandwich), Fit(others, Sandwich)));

        Assert.Equal(0, agreement.Contestants);
        Assert.True(double.IsNaN(agreement.KendallTau.Value) && double.IsNaN(agreement.SpearmanRho.Value));
    }

    [Fact]
    public void Compare_ContestantThatNeverLost_HasNoPlaceToCompare()
    {
        Battle[] withWinner = [.. Battles, new("best", "0", 1, 1, "p0"), new("best", "1", 1, 1, "p1")];

        Assert.Equal(6, Assert.Single(Compare(Fit(withWinner, Sandwich), Fit(withWinner, Sandwich))).Contestants);
    }

    private static IReadOnlyList<RankAgreement> Compare(params (BattleTable, RatingFit)[] leaderboards) =>
        LeaderboardComparison.Compare(leaderboards, null, TestContext.Current.CancellationToken);

    private static (BattleTable Battles, RatingFit Fit) Fit(IEnumerable<Battle> battles, RatingOptions options)
    {
        var table = BattleTable.From(battles);
        return (table, Rating.Fit(table, options, null, TestContext.Current.CancellationToken));
    }

    /// <summary>All six contestants against each other on every prompt, the higher number a little better.</summary>
    private static Battle[] Draw(long seed, int prompts)
    {
        var random = new DeterministicRandom(seed);
        return
        [
            .. from prompt in Enumerable.Range(0, prompts)
               from first in Enumerable.Range(0, 6)
               from second in Enumerable.Range(first + 1, 5 - first)
               select new Battle($"{first}", $"{second}", random.NextDouble() < 0.45 ? 1 : 0, 1, $"p{prompt}"),
        ];
    }
}
