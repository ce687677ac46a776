using Arena.Core.Ratings;
using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Ratings;

public sealed class RankRangesTests
{
    private static readonly int[] All = [0, 1, 2, 3, 4];

    [Fact]
    public void Compute_GapsOfManyStandardErrors_GivesTheRanks()
    {
        double[] estimates = [0, 40, -40, 20, -20];

        Assert.Equal([(3, 3), (1, 1), (5, 5), (2, 2), (4, 4)], RankRanges.Compute(estimates, All, Errors(estimates, 1)));
    }

    [Fact]
    public void Compute_GapsLostInTheError_LeavesEveryRankOpen()
    {
        double[] estimates = [0, 0.04, -0.04, 0.02, -0.02];

        Assert.All(RankRanges.Compute(estimates, All, Errors(estimates, 1)), range => Assert.Equal((1, 5), range));
    }

    [Fact]
    public void Compute_DifferencesWithoutError_SeparateNothing()
    {
        // No error could be estimated, as where one prompt alone compares two contestants: that is not certainty.
        double[] estimates = [1, 0, -1];

        Assert.All(RankRanges.Compute(estimates, [0, 1, 2], Errors(estimates, 0)), range => Assert.Equal((1, 3), range));
    }

    [Fact]
    public void Compute_GapsAndErrorsOfRoundingAlone_SeparateNothing()
    {
        // Nothing but ties: every resample gives equal strengths, but for the last digit.
        double[] estimates = [0, 4e-16, -4e-16];

        Assert.All(RankRanges.Compute(estimates, [0, 1, 2], Errors(estimates, 1e-34)), range => Assert.Equal((1, 3), range));
    }

    [Fact]
    public void Compute_OneMember_IsFirst()
    {
        Assert.Equal([(1, 1)], RankRanges.Compute([0], [0], Errors([0], 1)));
    }

    [Fact]
    public void Compute_SomeMembers_RanksAmongThemOnly()
    {
        double[] estimates = [0, 100, 40, 200, -40];

        Assert.Equal([(3, 3), (1, 1), (2, 2)], RankRanges.Compute(estimates, [4, 2, 0], Errors(estimates, 1)));
    }

    [Fact]
    public void Compute_RandomEstimatesAndErrors_ContainsTheRank()
    {
        Gen.Select(Gen.Double[-3, 3].Array[5], Gen.Double[-1, 1].Array[25]).Sample(
            (estimates, root) =>
            {
                var covariance = new double[25];
                for (var k = 0; k < 25; k++)
                {
                    covariance[k] = Enumerable.Range(0, 5).Sum(l => root[((k / 5) * 5) + l] * root[((k % 5) * 5) + l]);
                }

                var ranges = RankRanges.Compute(estimates, All, new SandwichUncertainty(estimates, covariance, 20, 0.9, 1));

                for (var i = 0; i < 5; i++)
                {
                    Assert.InRange(1 + estimates.Count(other => other > estimates[i]), ranges[i].Low, ranges[i].High);
                }
            },
            iter: 50);
    }

    [Fact]
    public void Compute_EqualStrengths_SeparatesSomePairInAboutOneOfTwentyExperiments()
    {
        // The hardest case: no pair differs, so every separation is an error. 800 experiments have a standard error of 0.8 %.
        const int Experiments = 800;
        var random = new DeterministicRandom(11);
        var kept = 0;
        for (var experiment = 0; experiment < Experiments; experiment++)
        {
            var estimates = All.Select(_ => random.NextGaussian()).ToArray();
            kept += RankRanges.Compute(estimates, All, Errors(estimates, 1)).All(range => range == (1, 5)) ? 1 : 0;
        }

        Assert.InRange(kept / (double)Experiments, 0.925, 0.975);
    }

    [Fact]
    public void Compute_FewClusters_SeparatesLess()
    {
        double[] estimates = [0, 4.5, -4.5, 9, -9];

        Assert.All(RankRanges.Compute(estimates, All, Errors(estimates, 1, clusters: 10_000)), range => Assert.Equal(range.Low, range.High));
        Assert.Contains(RankRanges.Compute(estimates, All, Errors(estimates, 1, clusters: 4)), range => range.Low < range.High);
    }

    private static SandwichUncertainty Errors(double[] estimates, double variance, int clusters = 10_000)
    {
        var size = estimates.Length;
        var covariance = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            covariance[(i * size) + i] = variance;
        }

        return new SandwichUncertainty(estimates, covariance, clusters, 0.95, 3);
    }
}
