using Arena.Core;
using Arena.Core.Ratings;
using CsCheck;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using static Arena.Tests.Ratings.CancellableRating;

namespace Arena.Tests.Ratings;

public sealed class SandwichUncertaintyTests
{
    public static TheoryData<RatingModel> Models => [RatingModel.BradleyTerry, RatingModel.Davidson, RatingModel.RaoKupper];

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_RandomBattles_HasTheCovarianceOfItsDefinition(RatingModel model)
    {
        RandomBattles.Connected(soft: model == RatingModel.BradleyTerry, weighted: true).Sample(
            battles =>
            {
                var options = new RatingOptions { Model = model, Controls = RatingControls.Position | RatingControls.Style, Ridge = 0.1 };
                var fit = Fit(battles, options);
                double[] at =
                [
                    .. fit.LogStrengths,
                    .. fit.Parameters.Select(parameter => parameter.Name == "tie" ? Math.Log(parameter.Value) : parameter.Value),
                ];

                var (expected, clusters) = Definition(battles, new NaiveComparison(battles, model, options.Controls, options.Ridge), at);

                Assert.Equal(clusters, fit.Uncertainty!.Clusters);
                var t = StudentT.InvCDF(0, 1, clusters - 1, 0.975);
                for (var k = 0; k < at.Length; k++)
                {
                    var interval = fit.Uncertainty.IntervalOf(k);
                    Assert.Equal(Math.Sqrt(expected[k, k]) * t, interval.Upper - at[k], 1e-5 * interval.Width);
                    Assert.Equal(at[k], (interval.Lower + interval.Upper) / 2, 1e-9);
                }

                var n = battles.Contestants.Count;
                var covariance = fit.Uncertainty.Covariance([.. Enumerable.Range(0, n)]);
                for (var i = 0; i < n; i++)
                {
                    for (var j = 0; j < n; j++)
                    {
                        Assert.Equal(expected[i, j], covariance[(i * n) + j], 1e-5 * expected.Diagonal().Maximum());
                        var difference = fit.Uncertainty.IntervalOfDifference(i, j);
                        var variance = Math.Max(expected[i, i] + expected[j, j] - (2 * expected[i, j]), 0);
                        Assert.Equal(at[i] - at[j] + (t * Math.Sqrt(variance)), difference.Upper, 1e-5 * (1 + difference.Width));
                    }
                }
            },
            iter: 15);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_EveryBattleTwiceInSwappedOrder_KeepsEveryInterval(RatingModel model)
    {
        RandomBattles.Connected(soft: model == RatingModel.BradleyTerry, weighted: true).Sample(
            battles => AssertSameIntervals(battles, RandomBattles.WithSwappedCopies(battles), model),
            iter: 15);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_EveryWeightDoubled_KeepsEveryInterval(RatingModel model)
    {
        RandomBattles.Connected(soft: model == RatingModel.BradleyTerry, weighted: true).Sample(
            battles =>
            {
                var doubled = RandomBattles.Rows(battles).Select(battle => battle with { Weight = 2 * battle.Weight });
                AssertSameIntervals(battles, BattleTable.From(doubled), model);
            },
            iter: 15);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_ContestantsAndRowsInAnotherOrder_PermutesTheIntervals(RatingModel model)
    {
        RandomBattles.Connected(soft: model == RatingModel.BradleyTerry, weighted: true).Sample(
            battles => AssertSameIntervals(battles, BattleTable.From(RandomBattles.Rows(battles).Reverse()), model),
            iter: 15);
    }

    [Fact]
    public void Fit_SeveralGroups_SumOfAGroupHasNoVariance()
    {
        RandomBattles.Connected(soft: true, weighted: true).Sample(
            battles =>
            {
                var rows = RandomBattles.Rows(battles);
                var other = rows.Select(battle => battle with { First = "other " + battle.First, Second = "other " + battle.Second });
                var both = BattleTable.From([.. rows, .. other, new Battle("m0", "other m0", 1)]);

                var fit = Fit(both, new RatingOptions());

                Assert.Equal([0, 1], fit.Groups.Distinct().Order());
                foreach (var group in fit.Groups.Index().GroupBy(pair => pair.Item, pair => pair.Index))
                {
                    int[] members = [.. group];
                    var covariance = fit.Uncertainty!.Covariance(members);
                    Assert.Equal(0, covariance.Sum(), 1e-10 * covariance.Max());
                    Assert.Equal(0, members.Sum(i => fit.LogStrengths[i]), 1e-10);
                }
            },
            iter: 15);
    }

    [Fact]
    public void Fit_NoTwoContestantsInOneGroup_GivesNoIntervalAndSaysWhy()
    {
        var fit = Fit(BattleTable.From([new("a", "b", 1, 1, "p"), new("a", "b", 1, 1, "q")]), new RatingOptions());

        Assert.True(fit.Converged);
        Assert.Null(fit.Uncertainty);
        Assert.Contains(RatingNotes.NothingCompared, fit.Notes);
    }

    [Fact]
    public void Fit_OnePromptAmongThoseThatCount_GivesNoIntervalAndSaysWhy()
    {
        // The battle on q leads out of the only group, so only p informs the fit.
        var battles = BattleTable.From([new("a", "b", 1, 1, "p"), new("b", "a", 1, 1, "p"), new("top", "a", 1, 1, "q")]);

        var fit = Fit(battles, new RatingOptions());

        Assert.Null(fit.Uncertainty);
        Assert.Contains(RatingNotes.OnePrompt, fit.Notes);
    }

    private static void AssertSameIntervals(BattleTable battles, BattleTable others, RatingModel model)
    {
        var options = new RatingOptions { Model = model };
        var (fit, other) = (Fit(battles, options), Fit(others, options));
        var indexes = other.Contestants.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        for (var i = 0; i < fit.Contestants.Count; i++)
        {
            var same = indexes[fit.Contestants[i]];
            Assert.Equal(fit.LogStrengths[i], other.LogStrengths[same], 1e-9);
            Assert.Equal(fit.Uncertainty!.IntervalOf(i).Lower, other.Uncertainty!.IntervalOf(same).Lower, 1e-9);
            Assert.Equal(fit.Uncertainty.IntervalOf(i).Upper, other.Uncertainty.IntervalOf(same).Upper, 1e-9);
            Assert.Equal(
                fit.Uncertainty.IntervalOfDifference(i, 0).Width,
                other.Uncertainty.IntervalOfDifference(same, indexes[fit.Contestants[0]]).Width,
                1e-7);
        }

        foreach (var (ours, theirs) in fit.Parameters.Zip(other.Parameters))
        {
            Assert.Equal(ours.Interval!.Value.Lower, theirs.Interval!.Value.Lower, 1e-9 * (1 + ours.Value));
            Assert.Equal(ours.Interval.Value.Upper, theirs.Interval.Value.Upper, 1e-9 * (1 + ours.Value));
        }
    }

    /// <summary>A⁻¹ · Σ over clusters of s·sᵀ · A⁻¹ · G/(G − 1), by plain loops over battles.</summary>
    private static (Matrix<double> Covariance, int Clusters) Definition(BattleTable battles, NaiveComparison naive, double[] at)
    {
        var clusters = Enumerable.Range(0, battles.Count).GroupBy(row => battles[row].Cluster ?? $"own{row}").ToArray();
        var meat = Matrix<double>.Build.Dense(at.Length, at.Length);
        foreach (var cluster in clusters)
        {
            var score = cluster.Aggregate(Vector<double>.Build.Dense(at.Length), (sum, row) => sum + Vector<double>.Build.Dense(naive.Score(row, at)));
            meat += score.OuterProduct(score);
        }

        var information = Matrix<double>.Build.DenseOfArray(naive.Information(at));
        for (var i = 0; i < battles.Contestants.Count; i++)
        {
            for (var j = 0; j < battles.Contestants.Count; j++)
            {
                information[i, j] += 1;
            }
        }

        var inverse = information.Inverse();
        return (inverse * meat * inverse * (clusters.Length / (clusters.Length - 1.0)), clusters.Length);
    }
}
