using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Statistics;

public sealed class McNemarTests
{
    private static readonly Gen<(int B, int C)> Counts = Gen.Select(Gen.Int[0, 150], Gen.Int[0, 150]);

    [Fact]
    public void PValues_ReportedCounts_TellTheVariants()
    {
        // Reported with these counts are p = .064 and .003: both by the exact test. The digits were computed with whole numbers.
        Assert.Equal(0.0642128066, McNemar.ExactP(38, 57), 9);
        Assert.Equal(0.0519105221, McNemar.MidP(38, 57), 9);
        Assert.Equal(0.0033722333, McNemar.ExactP(50, 24), 9);
        Assert.Equal(0.0024442284, McNemar.MidP(50, 24), 9);
    }

    [Fact]
    public void PValues_SmallCount_EqualTheSumOfCoinTosses()
    {
        // Of six tosses, at most one head: 7/64 on one side; exactly one head: 6/64.
        Assert.Equal(14.0 / 64, McNemar.ExactP(1, 5), 14);
        Assert.Equal(8.0 / 64, McNemar.MidP(1, 5), 14);
    }

    [Fact]
    public void PValues_AnyCounts_AreSymmetricAndMidPIsSmaller() => Counts.Sample((b, c) =>
    {
        var (exact, mid) = (McNemar.ExactP(b, c), McNemar.MidP(b, c));
        Assert.Equal(exact, McNemar.ExactP(c, b));
        Assert.Equal(mid, McNemar.MidP(c, b));
        Assert.InRange(mid, 0, exact);
        Assert.InRange(exact, 0, 1);
    });

    [Fact]
    public void ExactP_TrueNull_RejectsNoMoreOftenThanAlpha()
    {
        for (var pairs = 1; pairs < 60; pairs++)
        {
            var rejected = Enumerable.Range(0, pairs + 1)
                .Where(b => McNemar.ExactP(b, pairs - b) <= 0.05)
                .Sum(b => MathNet.Numerics.Distributions.Binomial.PMF(0.5, pairs, b));
            Assert.InRange(rejected, 0, 0.05);
        }
    }

    [Fact]
    public void PValues_NothingDiscordantOrBalanced_AreOne()
    {
        Assert.Equal(1, McNemar.ExactP(0, 0));
        Assert.Equal(1, McNemar.MidP(0, 0));
        Assert.Equal(1, McNemar.ExactP(9, 9));
        Assert.Equal(1, McNemar.MidP(9, 9), 12);
    }

    [Fact]
    public void PValues_NegativeCount_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => McNemar.ExactP(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => McNemar.MidP(2, -1));
    }
}
