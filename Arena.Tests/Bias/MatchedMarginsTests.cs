using Arena.Core.Bias;
using CsCheck;

namespace Arena.Tests.Bias;

public sealed class MatchedMarginsTests
{
    [Fact]
    public void Match_StrengthsWithoutAtoms_GivesEqualTieShares() =>
        Gen.Select(Gen.Double[0.001, 1].Array[40], Gen.Double[0.001, 6].Array[40], Gen.Double[0, 0.9], Gen.Double[0, 5]).Sample((pairwise, pointwise, a, b) =>
        {
            // Generators like round numbers; no two strengths are to be equal here.
            (pairwise, pointwise) = ([.. pairwise.Select((x, i) => x + (i * 1e-6))], [.. pointwise.Select((x, i) => x + (i * 1e-6))]);

            var margins = MatchedMargins.Match(pairwise, pointwise, a, b);

            Assert.Equal(margins.PairwiseTies, margins.PointwiseTies);
            Assert.Equal(Math.Max(Ties(pairwise, a), Ties(pointwise, b)), margins.PairwiseTies);
            Assert.True(margins.Pairwise >= a && margins.Pointwise >= b);
        });

    [Fact]
    public void Match_StrengthsWithAtoms_IsAsNearAsAnyMarginCanBe() =>
        Gen.Select(Gen.Int[0, 4].Array[30], Gen.Int[0, 6].Array[30]).Sample((first, second) =>
        {
            double[] pairwise = [.. first.Select(x => x / 4.0)], pointwise = [.. second.Select(x => (double)x)];

            var margins = MatchedMargins.Match(pairwise, pointwise, 0, 0);

            // One of the two keeps its margin; no margin of the other comes nearer.
            var (kept, raised) = Ties(pairwise, 0) >= Ties(pointwise, 0) ? (pairwise, pointwise) : (pointwise, pairwise);
            var best = raised.Append(0).Min(margin => Math.Abs(Ties(raised, margin) - Ties(kept, 0)));
            Assert.Equal(best, Math.Abs(margins.PairwiseTies - margins.PointwiseTies), 1e-12);
            Assert.True(margins.Pairwise == 0 || margins.Pointwise == 0);
        });

    [Fact]
    public void Match_NoPairs_KeepsTheMarginsAskedFor()
    {
        var margins = MatchedMargins.Match([], [], 0.1, 0.5);

        Assert.Equal((0.1, 0.5, 0), (margins.Pairwise, margins.Pointwise, margins.Pairs));
        Assert.True(double.IsNaN(margins.PairwiseTies));
    }

    private static double Ties(double[] strengths, double margin) => strengths.Count(strength => strength <= margin) / (double)strengths.Length;
}
