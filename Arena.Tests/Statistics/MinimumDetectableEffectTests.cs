using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Statistics;

public sealed class MinimumDetectableEffectTests
{
    private const double Z = 1.959963984540054;

    [Fact]
    public void OfProportionDifference_SampleSizeOfRsExample_IsItsDifference()
    {
        // R, ?power.prop.test: p1 = .50, p2 = .75, power = .90 needs n = 76.7 per group.
        Assert.Equal(0.25, MinimumDetectableEffect.OfProportionDifference(0.5, 76.7, power: 0.9), 3);
    }

    [Fact]
    public void OfMean_TextbookCase_IsTheSumOfTwoQuantiles()
    {
        // z.975 + z.8 = 2.801585; a hundred observations with σ = 10 have a standard error of 1.
        Assert.Equal(2.801585, MinimumDetectableEffect.OfMean(10, 100), 6);
        Assert.Equal(2.801585, MinimumDetectableEffect.OfMean(10, 400, designEffect: 4), 6);
    }

    [Fact]
    public void DesignEffect_ExtremeCorrelations_AreOneAndTheClusterSize()
    {
        Assert.Equal(1, MinimumDetectableEffect.DesignEffect(8, 0));
        Assert.Equal(8, MinimumDetectableEffect.DesignEffect(8, 1));
        Assert.Equal(1.7, MinimumDetectableEffect.DesignEffect(8, 0.1), 12);
    }

    [Fact]
    public void OfPairedRise_NothingChangesTheOtherWay_NeedsTheDiscordantPairsThatAreOneShare()
    {
        // With q = 0 all discordant pairs are the effect: ψ = δ, and δn = (z.975 + z.8·√(1 − δ))².
        var delta = MinimumDetectableEffect.OfPairedRise(0, 200);

        Assert.Equal(Math.Pow(Z + (0.8416212335729143 * Math.Sqrt(1 - delta)), 2) / 200, delta, 1e-9);
    }

    [Fact]
    public void OfPairedRise_AnyNoise_IsThatOfItsOwnDiscordantShare() => Gen.Select(Gen.Double[0.01, 0.2], Gen.Int[100, 1000]).Sample((q, n) =>
    {
        var delta = MinimumDetectableEffect.OfPairedRise(q, n);

        Assert.Equal(delta, MinimumDetectableEffect.OfPairedDifference(delta + (2 * q), n), 1e-9);
        Assert.True(delta > MinimumDetectableEffect.OfPairedRise(q / 2, n));
    });

    [Fact]
    public void OfMean_ClusteredData_IsFoundWithThePower()
    {
        // 60 clusters of 5, correlation 0.3, total variance 1; the test knows the variance, so the power is exact.
        const int Clusters = 60;
        const int Size = 5;
        const double Correlation = 0.3;
        var designEffect = MinimumDetectableEffect.DesignEffect(Size, Correlation);
        var effect = MinimumDetectableEffect.OfMean(1, Clusters * Size, designEffect: designEffect);
        var standardError = Math.Sqrt(designEffect / (Clusters * Size));

        var power = ShareFound(4000, random =>
        {
            var sum = 0.0;
            for (var cluster = 0; cluster < Clusters; cluster++)
            {
                var shared = Math.Sqrt(Correlation) * random.NextGaussian();
                for (var i = 0; i < Size; i++)
                {
                    sum += effect + shared + (Math.Sqrt(1 - Correlation) * random.NextGaussian());
                }
            }

            return Math.Abs(sum / (Clusters * Size)) >= Z * standardError;
        });

        Assert.InRange(power, 0.77, 0.83);
    }

    [Fact]
    public void OfProportionDifference_IndependentGroups_IsFoundWithThePower()
    {
        const int Size = 250;
        const double Baseline = 0.3;
        var effect = MinimumDetectableEffect.OfProportionDifference(Baseline, Size, power: 0.9);

        var power = ShareFound(4000, random =>
        {
            var (first, second) = (0, 0);
            for (var i = 0; i < Size; i++)
            {
                first += random.NextDouble() < Baseline ? 1 : 0;
                second += random.NextDouble() < Baseline + effect ? 1 : 0;
            }

            var pooled = (first + second) / (2.0 * Size);
            return Math.Abs(second - first) >= Z * Math.Sqrt(2 * Size * pooled * (1 - pooled));
        });

        Assert.InRange(power, 0.88, 0.92);
    }

    [Fact]
    public void OfPairedDifference_McNemarsTest_FindsItWithThePower()
    {
        const int Pairs = 400;
        const double Discordant = 0.3;
        var effect = MinimumDetectableEffect.OfPairedDifference(Discordant, Pairs);

        var power = ShareFound(4000, random =>
        {
            var (firstOnly, secondOnly) = (0, 0);
            for (var i = 0; i < Pairs; i++)
            {
                var u = random.NextDouble();
                firstOnly += u < (Discordant + effect) / 2 ? 1 : 0;
                secondOnly += u >= (Discordant + effect) / 2 && u < Discordant ? 1 : 0;
            }

            return Math.Abs(firstOnly - secondOnly) >= Z * Math.Sqrt(firstOnly + secondOnly);
        });

        Assert.InRange(power, 0.77, 0.83);
    }

    [Fact]
    public void Effects_MoreDataOrLessPower_Shrink() =>
        Gen.Select(Gen.Double[0.05, 0.95], Gen.Double[50, 5000], Gen.Double[0.5, 0.95]).Sample((share, n, power) =>
        {
            foreach (var effect in (Effect[])[MinimumDetectableEffect.OfProportionDifference, MinimumDetectableEffect.OfPairedDifference])
            {
                var value = effect(share, n, 0.05, power, 1);
                Assert.False(effect(share, 2 * n, 0.05, power, 1) > value);
                Assert.False(effect(share, n, 0.05, 0.5, 1) > value);
                Assert.False(effect(share, n, 0.05, power, 2) < value);
                Assert.Equal(value, effect(share, 3 * n, 0.05, power, 3), 9);
            }
        });

    [Fact]
    public void Effects_TooLittleData_AreNaN()
    {
        Assert.Equal(double.NaN, MinimumDetectableEffect.OfProportionDifference(0.9, 10));
        Assert.Equal(double.NaN, MinimumDetectableEffect.OfPairedDifference(0.1, 10));
    }

    [Theory]
    [InlineData(-0.1, 10, 0.05, 0.8, 1)]
    [InlineData(1, 10, 0.05, 0.8, 0)]
    [InlineData(0.5, 0, 0.05, 0.8, 1)]
    [InlineData(0.5, 10, 0, 0.8, 1)]
    [InlineData(0.5, 10, 0.05, 0.3, 1)]
    [InlineData(0.5, 10, 0.05, 1, 1)]
    [InlineData(double.NaN, 10, 0.05, 0.8, 1)]
    public void Effects_ArgumentOutOfRange_Throw(double share, double n, double alpha, double power, double designEffect)
    {
        foreach (var effect in (Effect[])[
            MinimumDetectableEffect.OfMean,
            MinimumDetectableEffect.OfProportionDifference,
            MinimumDetectableEffect.OfPairedDifference])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => effect(share, n, alpha, power, designEffect));
        }
    }

    private delegate double Effect(double of, double n, double alpha, double power, double designEffect);

    private static double ShareFound(int trials, Func<DeterministicRandom, bool> isFound) =>
        Enumerable.Range(0, trials).Count(trial => isFound(new DeterministicRandom(10, trial))) / (double)trials;
}
