using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Statistics;

public sealed class ClusterBootstrapTests
{
    private static readonly Gen<double[]> Clusters = Gen.Double[-10, 10].Array[2, 40];

    [Fact]
    public void Run_AnySeed_EqualsOneReplicateAfterTheOther() => Gen.Select(Clusters, Gen.Long).Sample((data, seed) =>
    {
        var values = new double[50];
        var weights = new int[data.Length];
        for (var r = 0; r < values.Length; r++)
        {
            new DeterministicRandom(seed, r).FillResampleCounts(weights);
            values[r] = Mean(data)(weights);
        }

        var result = ClusterBootstrap.Run(data.Length, Mean(data), seed, values.Length, 0.9);

        Assert.Equal(Quantile.Central(values, 0.9), result.Interval);
    }, iter: 50);

    [Fact]
    public void Run_AnotherSeed_GivesAnotherInterval()
    {
        double[] data = [1, 4, 9, 16, 25];

        Assert.NotEqual(
            ClusterBootstrap.Run(data.Length, Mean(data), 1).Interval,
            ClusterBootstrap.Run(data.Length, Mean(data), 2).Interval);
    }

    [Fact]
    public void Run_MeanOfManyClusters_HasTheWidthOfTheNormalInterval()
    {
        var random = new DeterministicRandom(5);
        var data = new double[400];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = random.NextGaussian();
        }

        var result = ClusterBootstrap.Run(data.Length, Mean(data), 6, 4000);

        var mean = data.Average();
        var standardError = Math.Sqrt(data.Sum(x => (x - mean) * (x - mean))) / data.Length;
        Assert.Equal(mean, result.Estimate, 12);
        Assert.Equal(mean - (1.96 * standardError), result.Interval.Lower, 0.15 * standardError);
        Assert.Equal(mean + (1.96 * standardError), result.Interval.Upper, 0.15 * standardError);
        Assert.Equal(4000, result.Replicates);
        Assert.Equal(0, result.Failed);
    }

    [Fact]
    public void Run_StatisticSometimesNaN_CountsTheFailures()
    {
        // Two clusters: each is missing from a quarter of the replicates.
        var result = ClusterBootstrap.Run(2, weights => weights[0] == 0 ? double.NaN : weights[0], 7, 1000);

        Assert.InRange(result.Failed, 180, 320);
        Assert.Equal(1, result.Interval.Lower);
        Assert.Equal(2, result.Interval.Upper);
        Assert.Equal(1, result.Estimate);
    }

    [Fact]
    public void Run_StatisticAlwaysNaN_HasNoInterval()
    {
        var result = ClusterBootstrap.Run(3, _ => double.NaN, 8, 10);

        Assert.Equal(10, result.Failed);
        Assert.Equal(new Interval(double.NaN, double.NaN, 0.95), result.Interval);
        Assert.Equal(double.NaN, result.Estimate);
    }

    [Theory]
    [InlineData(1, 10, 0.95)]
    [InlineData(2, 0, 0.95)]
    [InlineData(2, 10, 1)]
    [InlineData(2, 10, 95)]
    public void Run_ArgumentOutOfRange_Throws(int clusters, int replicates, double level) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ClusterBootstrap.Run(clusters, _ => 0, 0, replicates, level));

    [Fact]
    public void RunPaired_SecondIsFirstPlusAConstant_HasNoWidth()
    {
        double[] data = [1, 4, 9, 16, 25, 36];
        double[] raised = [.. data.Select(x => x - 3)];

        var paired = ClusterBootstrap.RunPaired(data.Length, Mean(data), Mean(raised), 9);

        Assert.Equal(3, paired.Estimate, 12);
        Assert.Equal(3, paired.Interval.Lower, 12);
        Assert.Equal(3, paired.Interval.Upper, 12);
    }

    private static ClusterStatistic Mean(double[] data) => weights =>
    {
        var sum = 0.0;
        for (var i = 0; i < data.Length; i++)
        {
            sum += weights[i] * data[i];
        }

        return sum / data.Length;
    };
}
