using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Statistics;

public sealed class RankCorrelationTests
{
    // Few distinct values, so that ties of every kind occur.
    private static readonly Gen<(double X, double Y)[]> Pairs =
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 9], (x, y) => ((double)x, (double)y)).Array[2, 60];

    [Fact]
    public void KendallTauB_PublishedExampleWithTies_IsReproduced()
    {
        // The example of scipy.stats.kendalltau.
        Assert.Equal(-0.47140452079103173, RankCorrelation.KendallTauB([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]), 14);
    }

    [Fact]
    public void SpearmanRho_PublishedExamples_AreReproduced()
    {
        // The example of scipy.stats.spearmanr, with a tie; and IQ against hours of television, en.wikipedia.org, ρ = −29/165.
        Assert.Equal(0.82078268166812329, RankCorrelation.SpearmanRho([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]), 14);
        Assert.Equal(
            -29.0 / 165,
            RankCorrelation.SpearmanRho([106, 100, 86, 101, 99, 103, 97, 113, 112, 110], [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]),
            14);
    }

    [Fact]
    public void KendallTauB_AnyPairs_EqualsTheCountOfAllPairs() => Pairs.Sample(pairs =>
    {
        var (concordant, discordant, untiedX, untiedY) = (0, 0, 0, 0);
        for (var i = 0; i < pairs.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var dx = Math.Sign(pairs[i].X - pairs[j].X);
                var dy = Math.Sign(pairs[i].Y - pairs[j].Y);
                concordant += dx * dy == 1 ? 1 : 0;
                discordant += dx * dy == -1 ? 1 : 0;
                untiedX += dx * dx;
                untiedY += dy * dy;
            }
        }

        var expected = untiedX == 0 || untiedY == 0 ? double.NaN : (concordant - discordant) / Math.Sqrt((double)untiedX * untiedY);
        Assert.Equal(expected, RankCorrelation.KendallTauB(Xs(pairs), Ys(pairs)), 12);
    });

    [Fact]
    public void KendallTauB_ManyPairs_DoesNotOverflow()
    {
        var x = Enumerable.Range(0, 300_000).Select(i => (double)i).ToArray();

        Assert.Equal(1, RankCorrelation.KendallTauB(x, x));
        Assert.Equal(-1, RankCorrelation.KendallTauB(x, [.. x.Reverse()]));
    }

    [Fact]
    public void Coefficients_AnyPairs_AreSymmetricBoundedAndTurnWithTheOrder() => Pairs.Sample(pairs =>
    {
        foreach (var coefficient in (Coefficient[])[RankCorrelation.KendallTauB, RankCorrelation.SpearmanRho])
        {
            var value = coefficient(Xs(pairs), Ys(pairs));
            Assert.Equal(value, coefficient(Ys(pairs), Xs(pairs)), 12);
            Assert.Equal(-value, coefficient(Xs(pairs), [.. Ys(pairs).Select(y => -y)]), 12);
            Assert.Equal(value, coefficient([.. Xs(pairs).Select(Math.Exp)], Ys(pairs)), 12);
            Assert.True(double.IsNaN(value) || Math.Abs(value) <= 1);
        }
    });

    [Fact]
    public void Coefficients_SeriesWithItself_AreOne() => Pairs.Where(pairs => Xs(pairs).Distinct().Count() > 1).Sample(pairs =>
    {
        Assert.Equal(1, RankCorrelation.KendallTauB(Xs(pairs), Xs(pairs)), 12);
        Assert.Equal(1, RankCorrelation.SpearmanRho(Xs(pairs), Xs(pairs)), 12);
    });

    [Fact]
    public void Coefficients_TooFewOrConstant_AreNaN()
    {
        foreach (var coefficient in (Coefficient[])[RankCorrelation.KendallTauB, RankCorrelation.SpearmanRho])
        {
            Assert.Equal(double.NaN, coefficient([], []));
            Assert.Equal(double.NaN, coefficient([1], [2]));
            Assert.Equal(double.NaN, coefficient([1, 1, 1], [1, 2, 3]));
            Assert.Equal(double.NaN, coefficient([1, 2, 3], [4, 4, 4]));
        }
    }

    [Fact]
    public void Coefficients_NotComparable_Throw()
    {
        foreach (var coefficient in (Coefficient[])[RankCorrelation.KendallTauB, RankCorrelation.SpearmanRho])
        {
            Assert.Throws<ArgumentException>(() => coefficient([1, 2], [1, 2, 3]));
            Assert.Throws<ArgumentException>(() => coefficient([1, double.NaN], [1, 2]));
            Assert.Throws<ArgumentException>(() => coefficient([1, 2], [1, double.NaN]));
        }
    }

    [Fact]
    public void MidRanks_Ties_ShareTheMeanRank()
    {
        Assert.Equal([4.5, 1, 2.5, 2.5, 6, 4.5], RankCorrelation.MidRanks([7, -1, 0, 0, double.PositiveInfinity, 7]));
    }

    private delegate double Coefficient(ReadOnlySpan<double> x, ReadOnlySpan<double> y);

    private static double[] Xs((double X, double Y)[] pairs) => [.. pairs.Select(pair => pair.X)];

    private static double[] Ys((double X, double Y)[] pairs) => [.. pairs.Select(pair => pair.Y)];
}
