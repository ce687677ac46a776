using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Statistics;

public sealed class QuantileTests
{
    private static readonly Gen<double[]> Samples = Gen.Double[-1e6, 1e6].Array[1, 60];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.1, 1.5)]
    [InlineData(0.25, 2.25)]
    [InlineData(0.5, 6)]
    [InlineData(0.9, 18.5)]
    [InlineData(1, 21)]
    public void Of_SixValues_InterpolatesAtFiveTimesTheProbability(double probability, double expected)
    {
        // By hand from the definition of type 7: h = 5p on 1 2 3 9 16 21.
        Assert.Equal(expected, Quantile.Of([9, 2, 21, 1, 16, 3], probability), 12);
    }

    [Fact]
    public void Of_NoValues_IsNaN() => Assert.Equal(double.NaN, Quantile.Of([], 0.5));

    [Fact]
    public void Of_EqualInfinities_IsInfinity() =>
        Assert.Equal(double.PositiveInfinity, Quantile.Of([1, double.PositiveInfinity, double.PositiveInfinity], 0.75));

    [Fact]
    public void Of_ValueThatIsNaN_Throws() => Assert.Throws<ArgumentException>(() => Quantile.Of([1, double.NaN, 2], 0.5));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Of_ProbabilityOutsideTheUnitInterval_Throws(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantile.Of([1, 2], probability));

    [Fact]
    public void Of_AnySample_RisesFromMinimumToMaximum() => Gen.Select(Samples, Gen.Double[0, 1], Gen.Double[0, 1]).Sample((sample, p, q) =>
    {
        Assert.Equal(sample.Min(), Quantile.Of(sample, 0));
        Assert.Equal(sample.Max(), Quantile.Of(sample, 1));
        Assert.True(Quantile.Of(sample, Math.Min(p, q)) <= Quantile.Of(sample, Math.Max(p, q)));
    });

    [Fact]
    public void Central_HundredAndOneIntegers_CutsTwoAndAHalfPercentFromEitherEnd()
    {
        var interval = Quantile.Central([.. Enumerable.Range(0, 101).Select(i => (double)i)], 0.95);

        Assert.Equal(2.5, interval.Lower, 10);
        Assert.Equal(97.5, interval.Upper, 10);
        Assert.Equal(0.95, interval.Level);
        Assert.Equal(95, interval.Width, 10);
        Assert.True(interval.Contains(50));
        Assert.False(interval.Contains(2));
        Assert.False(interval.Contains(98));
    }
}
