using Arena.Core.Surrogate.Hybrid;

namespace Arena.Tests.Surrogate.Hybrid;

public sealed class ShrinkageTests
{
    private static readonly double[] Foretold = [-2, -1, -0.5, 0, 0.5, 1, 2];
    private static readonly double[] Direct = [-1.4, -1.3, -0.2, -0.4, 0.9, 0.8, 1.6];

    [Fact]
    public void Of_SmallAndLargeSamples_LeansOnTheForetoldOrOnTheSample()
    {
        var (small, large) = (Shrinkage.Of(Direct, Variance(4), Foretold), Shrinkage.Of(Direct, Variance(1e-4), Foretold));

        for (var i = 0; i < Direct.Length; i++)
        {
            Assert.Equal(Direct[i], large.Strengths[i], 0.01);
            Assert.InRange(Math.Abs(small.Strengths[i] - (small.Slope!.Value * Foretold[i])), 0, 0.2);
        }
    }

    [Fact]
    public void Of_ScatterAboutForetoldStrengths_IsFound()
    {
        var shrunk = Shrinkage.Of(Direct, Variance(1e-4), Foretold);
        double[] residuals = [.. Direct.Zip(Foretold, (d, s) => d - (shrunk.Slope!.Value * s))];

        Assert.InRange(shrunk.Scatter / Math.Sqrt(residuals.Sum(r => r * r) / 5), 0.9, 2);
    }

    [Fact]
    public void Of_Covariance_IsSymmetricCentredAndNoLargerThanTheSamples()
    {
        var covariance = Shrinkage.Of(Direct, Variance(0.3), Foretold).Covariance;

        for (var i = 0; i < 7; i++)
        {
            Assert.Equal(0, Enumerable.Range(0, 7).Sum(j => covariance[(i * 7) + j]), 1e-9);
            Assert.InRange(covariance[(i * 7) + i], 0, 0.3);
            Assert.All(Enumerable.Range(0, 7), j => Assert.Equal(covariance[(i * 7) + j], covariance[(j * 7) + i], 1e-9));
        }
    }

    /// <summary>Independent strengths of equal variance, less their mean.</summary>
    private static double[] Variance(double variance) => [.. Enumerable.Range(0, 49).Select(k => variance * ((k / 7 == k % 7 ? 1 : 0) - (1 / 7.0)))];
}
