using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Statistics;

public sealed class ClusterMeanTests
{
    private static readonly Gen<(double Sum, double Count)[]> Clusters =
        Gen.Select(Gen.Double[0, 5], Gen.Int[1, 5]).Select(c => (c.Item1, (double)c.Item2)).Array[2, 20];

    [Fact]
    public void Estimate_OneUnitPerCluster_IsStudentsInterval()
    {
        // The variance of 1, 4, 5, 6 and 9 is 8.5; the 97.5 % quantile of t with 4 degrees of freedom is 2.7764451052.
        var estimate = ClusterMean.Estimate([1, 4, 5, 6, 9], [1, 1, 1, 1, 1]);

        Assert.Equal(5, estimate.Value, 1e-12);
        Assert.Equal(5 - (2.7764451052 * Math.Sqrt(8.5 / 5)), estimate.Interval.Lower, 1e-8);
        Assert.Equal(5 + (2.7764451052 * Math.Sqrt(8.5 / 5)), estimate.Interval.Upper, 1e-8);
    }

    [Fact]
    public void Estimate_EveryUnitTwiceInItsCluster_IsNoMoreCertain() => Clusters.Sample(clusters =>
    {
        var once = Estimate(clusters);
        var twice = Estimate([.. clusters.Select(c => (2 * c.Sum, 2 * c.Count))]);

        Assert.Equal(once.Value, twice.Value, 1e-9);
        Assert.Equal(once.Interval.Lower, twice.Interval.Lower, 1e-9);
        Assert.Equal(once.Interval.Upper, twice.Interval.Upper, 1e-9);
    });

    [Fact]
    public void Estimate_ClustersWithoutUnits_DoNotCount() => Clusters.Sample(clusters =>
    {
        Assert.Equal(Estimate(clusters), Estimate([.. clusters, (0, 0), (0, 0)]));
    });

    [Fact]
    public void Estimate_OneCluster_HasNoInterval()
    {
        var estimate = ClusterMean.Estimate([3, 0], [2, 0]);

        Assert.Equal(1.5, estimate.Value);
        Assert.True(double.IsNaN(estimate.Interval.Lower) && double.IsNaN(estimate.Interval.Upper));
    }

    [Fact]
    public void Estimate_NoUnit_IsUndefined() => Assert.True(double.IsNaN(ClusterMean.Estimate([0, 0], [0, 0]).Value));

    [Fact]
    public void Estimate_SpansOfDifferentLength_Throws() => Assert.Throws<ArgumentException>(() => ClusterMean.Estimate([1, 2], [1]));

    private static IntervalEstimate Estimate((double Sum, double Count)[] clusters) =>
        ClusterMean.Estimate([.. clusters.Select(c => c.Sum)], [.. clusters.Select(c => c.Count)]);
}
