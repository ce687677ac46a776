using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Statistics;

public sealed class ClusteredProportionTests
{
    private const double Z = 1.959963984540054;

    private static readonly Gen<(int First, int Second, int Count)[]> Clusters = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[1, 4])
        .Select((first, second, rest) => (first, second, first + second + rest)).Array[2, 25];

    [Fact]
    public void Wilson_OneItemACluster_IsTheIntervalOfIndependentItems() => Gen.Bool.Array[2, 60].Sample(items =>
    {
        var estimate = ClusteredProportion.Wilson([.. items.Select(item => item ? 1 : 0)], [.. items.Select(_ => 1)]);
        var expected = ProportionInterval.Wilson(items.Count(item => item), items.Length);

        Assert.Equal(expected.Lower, estimate.Interval.Lower, 1e-12);
        Assert.Equal(expected.Upper, estimate.Interval.Upper, 1e-12);
    });

    [Fact]
    public void Wilson_CopiesWithinClusters_AreNoNewEvidence()
    {
        int[] once = [1, 0, 0, 1, 0, 0, 0, 1, 0, 0], ones = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
        int[] tenfold = [.. once.Select(has => 10 * has)], tens = [.. ones.Select(one => 10 * one)];

        var (single, copied) = (ClusteredProportion.Wilson(once, ones), ClusteredProportion.Wilson(tenfold, tens));

        // Ten copies of ten items are worth ten items, and a little less because that is estimated.
        Assert.Equal(single.Value, copied.Value);
        Assert.InRange(copied.Interval.Width, single.Interval.Width, 1.25 * single.Interval.Width);
    }

    [Fact]
    public void Difference_AnyClusters_HoldsTheEstimateAndTurnsWithTheRoles() => Clusters.Sample(clusters =>
    {
        var (one, other) = (Difference(clusters), Difference([.. clusters.Select(c => (c.Second, c.First, c.Count))]));

        Assert.True(one.Interval.Contains(one.Value));
        Assert.InRange(one.Interval.Lower, -1, 1);
        Assert.InRange(one.Interval.Upper, -1, 1);
        Assert.Equal(-one.Interval.Upper, other.Interval.Lower, 1e-9);
        Assert.Equal(-one.Interval.Lower, other.Interval.Upper, 1e-9);
    });

    [Fact]
    public void Difference_OneItemACluster_EndsWhereTheScoreTestDoes() =>
        Gen.Select(Gen.Int[0, 12], Gen.Int[0, 12], Gen.Int[3, 40]).Sample((b, c, rest) =>
        {
            (int, int, int)[] items = [.. Enumerable.Repeat((1, 0, 1), b), .. Enumerable.Repeat((0, 1, 1), c), .. Enumerable.Repeat((0, 0, 1), rest)];
            var interval = Difference(items).Interval;

            Assert.Equal(Z, Score(b, c, b + c + rest, interval.Lower), 1e-4);
            Assert.Equal(-Z, Score(b, c, b + c + rest, interval.Upper), 1e-4);
        });

    [Fact]
    public void Difference_NoneDiffers_HasTheWidthThatSoManyItemsAllow()
    {
        // With b = c = 0 the score is −δn/√(nδ(1 − δ)), which is −z at δ = z²/(n + z²).
        var interval = ClusteredProportion.Difference(new int[50], new int[50], [.. Enumerable.Repeat(1, 50)]).Interval;

        Assert.Equal(Z * Z / (50 + (Z * Z)), interval.Upper, 1e-9);
        Assert.Equal(-interval.Upper, interval.Lower, 1e-12);
    }

    [Fact]
    public void Difference_FewerThanTwoClusters_HasNoInterval()
    {
        var estimate = ClusteredProportion.Difference([2, 0], [0, 0], [4, 0]);

        Assert.Equal(0.5, estimate.Value);
        Assert.True(double.IsNaN(estimate.Interval.Lower));
        Assert.True(double.IsNaN(ClusteredProportion.Difference([], [], []).Value));
    }

    private static IntervalEstimate Difference((int First, int Second, int Count)[] clusters) => ClusteredProportion.Difference(
        [.. clusters.Select(c => c.First)], [.. clusters.Select(c => c.Second)], [.. clusters.Select(c => c.Count)]);

    /// <summary>The score statistic with the likeliest q found by search, not by Tango's formula.</summary>
    private static double Score(int b, int c, int n, double delta)
    {
        var (low, high) = (Math.Max(0, -delta), (1 - delta) / 2);
        for (var i = 0; i < 200; i++)
        {
            var (left, right) = (low + ((high - low) / 3), high - ((high - low) / 3));
            (low, high) = LogLikelihood(left) < LogLikelihood(right) ? (left, high) : (low, right);
        }

        var q = (low + high) / 2;
        return (b - c - (n * delta)) / Math.Sqrt(n * ((2 * q) + (delta * (1 - delta))));

        double LogLikelihood(double q) => Term(b, q + delta) + Term(c, q) + Term(n - b - c, 1 - (2 * q) - delta);

        static double Term(int count, double p) => count == 0 ? 0 : count * Math.Log(Math.Max(p, 1e-300));
    }
}
