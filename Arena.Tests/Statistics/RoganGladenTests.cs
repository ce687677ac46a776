using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Statistics;

public sealed class RoganGladenTests
{
    [Fact]
    public void Correct_WhatAFaultyJudgeFinds_IsTheTrueShare() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0.55, 1], Gen.Double[0.55, 1]).Sample((truth, sensitivity, specificity) =>
        {
            var apparent = (truth * sensitivity) + ((1 - truth) * (1 - specificity));

            Assert.Equal(truth, RoganGladen.Correct(Math.Clamp(apparent, 0, 1), sensitivity, specificity), 1e-9);
        });

    [Theory]
    [InlineData(0.2, 0.9, 0.95, 0.15 / 0.85)]
    [InlineData(0.02, 0.9, 0.95, 0)]
    [InlineData(0.95, 0.9, 0.95, 1)]
    [InlineData(0.3, 0.5, 0.5, double.NaN)]
    [InlineData(0.3, 0.3, 0.6, double.NaN)]
    public void Correct_Case_IsTheFormulaWithinItsBounds(double apparent, double sensitivity, double specificity, double expected)
    {
        Assert.Equal(expected, RoganGladen.Correct(apparent, sensitivity, specificity), 1e-12);
    }

    [Fact]
    public void Estimate_AnyClusters_CorrectsByTheEstimatedSensitivityAndMirrors() => Cases.Sample(c =>
    {
        var estimate = RoganGladen.Estimate(c.Sums, c.Counts, c.Right, c.Counts);
        var mirrored = RoganGladen.Estimate([.. c.Sums.Zip(c.Counts, (sum, count) => count - sum)], c.Counts, c.Right, c.Counts);
        var sensitivity = c.Right.Sum() / c.Counts.Sum();

        Assert.Equal(RoganGladen.Correct(c.Sums.Sum() / c.Counts.Sum(), sensitivity, sensitivity), estimate.Value, 1e-9);
        Assert.Equal(1 - estimate.Value, mirrored.Value, 1e-9);
        Assert.Equal(1 - estimate.Interval.Upper, mirrored.Interval.Lower, 1e-9);
    });

    [Fact]
    public void Estimate_FaultlessJudge_IsTheClusteredMean()
    {
        double[] sums = [1, 2, 0, 3, 1], counts = [2, 3, 1, 3, 2];

        var estimate = RoganGladen.Estimate(sums, counts, counts, counts);
        var plain = ClusterMean.Estimate(sums, counts);

        Assert.Equal(plain.Value, estimate.Value, 1e-12);
        Assert.Equal(plain.Interval.Lower, estimate.Interval.Lower, 1e-9);
        Assert.Equal(Math.Min(1, plain.Interval.Upper), estimate.Interval.Upper, 1e-9);
    }

    [Fact]
    public void Estimate_JudgeThatMayBeACoin_KnowsNothing()
    {
        var estimate = RoganGladen.Estimate([1, 0, 1, 1], [1, 1, 1, 1], [1, 0, 1, 1], [1, 1, 1, 1]);

        Assert.Equal((0, 1), (estimate.Interval.Lower, estimate.Interval.Upper));
    }

    [Fact]
    public void Estimate_MorePointsThanAnyTrueShareExplains_HasNoInterval()
    {
        // Right in 60 of 100, hardly varying, so at most 60 of 100 can be found; 90 are.
        var estimate = RoganGladen.Estimate([91, 90, 89, 90], [100, 100, 100, 100], [60, 61, 59, 60], [100, 100, 100, 100]);

        Assert.Equal(1, estimate.Value);
        Assert.True(double.IsNaN(estimate.Interval.Lower));
    }

    private static Gen<(double[] Sums, double[] Counts, double[] Right)> Cases =>
        from size in Gen.Int[2, 15]
        from counts in Gen.Int[1, 9].Array[size]
        from shares in Gen.Double[0, 1].Array[size]
        from right in Gen.Double[0.52, 1].Array[size]
        select (
            shares.Zip(counts, (share, count) => share * count).ToArray(),
            counts.Select(count => (double)count).ToArray(),
            right.Zip(counts, (share, count) => share * count).ToArray());
}
