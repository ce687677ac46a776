using Arena.Core.Statistics;
using CsCheck;
using MathNet.Numerics.Distributions;

namespace Arena.Tests.Statistics;

public sealed class ProportionIntervalTests
{
    private static readonly Gen<(int Successes, int Trials, double Level)> Cases =
        from trials in Gen.Int[1, 500]
        from successes in Gen.Int[0, trials]
        from level in Gen.Double[0.5, 0.999]
        select (successes, trials, level);

    // Newcombe (1998), Statistics in Medicine 17:857-872, table I, methods 3 (score) and 5 (exact).
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0624, 0.1605, 0.0578, 0.1617)]
    [InlineData(0, 20, 0.0000, 0.1611, 0.0000, 0.1684)]
    [InlineData(1, 29, 0.0061, 0.1718, 0.0009, 0.1776)]
    public void Intervals_NewcombesTable_AreReproduced(
        int successes,
        int trials,
        double scoreLower,
        double scoreUpper,
        double exactLower,
        double exactUpper)
    {
        var wilson = ProportionInterval.Wilson(successes, trials);
        var exact = ProportionInterval.ClopperPearson(successes, trials);

        Assert.Equal(scoreLower, wilson.Lower, 4);
        Assert.Equal(scoreUpper, wilson.Upper, 4);
        Assert.Equal(exactLower, exact.Lower, 4);
        Assert.Equal(exactUpper, exact.Upper, 4);
    }

    [Fact]
    public void Intervals_AnyCase_ContainTheEstimateAndMirror() => Cases.Sample(t =>
    {
        foreach (var method in (Method[])[ProportionInterval.Wilson, ProportionInterval.ClopperPearson])
        {
            var interval = method(t.Successes, t.Trials, t.Level);
            var mirrored = method(t.Trials - t.Successes, t.Trials, t.Level);
            Assert.True(interval.Contains((double)t.Successes / t.Trials));
            Assert.InRange(interval.Lower, 0, 1);
            Assert.InRange(interval.Upper, 0, 1);
            Assert.Equal(1 - interval.Upper, mirrored.Lower, 9);
            Assert.Equal(1 - interval.Lower, mirrored.Upper, 9);
        }
    });

    [Fact]
    public void Wilson_Ends_SolveTheScoreEquation() => Cases.Where(t => t.Successes > 0 && t.Successes < t.Trials).Sample(t =>
    {
        var interval = ProportionInterval.Wilson(t.Successes, t.Trials, t.Level);
        var z = Normal.InvCDF(0, 1, (1 + t.Level) / 2);
        foreach (var end in (double[])[interval.Lower, interval.Upper])
        {
            var distance = ((double)t.Successes / t.Trials) - end;
            Assert.Equal(z, Math.Abs(distance) / Math.Sqrt(end * (1 - end) / t.Trials), 6);
        }
    });

    [Fact]
    public void ClopperPearson_AnyProbability_CoversAtLeastAtTheLevel() =>
        Gen.Select(Gen.Int[1, 40], Gen.Double[0, 1], Gen.Double[0.5, 0.99]).Sample((trials, probability, level) =>
        {
            var coverage = Enumerable.Range(0, trials + 1)
                .Where(successes => ProportionInterval.ClopperPearson(successes, trials, level).Contains(probability))
                .Sum(successes => Binomial.PMF(probability, trials, successes));

            Assert.True(coverage >= level - 1e-9, $"{coverage} with {trials} trials at {probability}");
        });

    [Fact]
    public void Intervals_NoTrials_SayNothing()
    {
        Assert.Equal(new Interval(0, 1, 0.9), ProportionInterval.Wilson(0, 0, 0.9));
        Assert.Equal(new Interval(0, 1, 0.9), ProportionInterval.ClopperPearson(0, 0, 0.9));
    }

    [Theory]
    [InlineData(-1, 5, 0.95)]
    [InlineData(6, 5, 0.95)]
    [InlineData(0, -1, 0.95)]
    [InlineData(1, 5, 0)]
    [InlineData(1, 5, 95)]
    [InlineData(1, 5, double.NaN)]
    public void Intervals_ArgumentOutOfRange_Throw(int successes, int trials, double level)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Wilson(successes, trials, level));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.ClopperPearson(successes, trials, level));
    }

    private delegate Interval Method(long successes, long trials, double level);
}
