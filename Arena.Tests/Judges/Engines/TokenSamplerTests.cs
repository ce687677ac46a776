using Arena.Judges.Engines;
using CsCheck;

namespace Arena.Tests.Judges.Engines;

public sealed class TokenSamplerTests
{
    /// <summary>Probabilities 0.1, 0.4, 0.2, 0.3.</summary>
    private static readonly float[] Logits = [.. new[] { 0.1, 0.4, 0.2, 0.3 }.Select(probability => (float)Math.Log(probability) + 5)];

    [Fact]
    public void Next_TemperatureZero_IsTheLikeliestToken() =>
        Gen.Float[-50, 50].Array[1, 40].Select(Gen.Double[0.01, 1]).Sample((logits, topP) =>
        {
            var sampler = new TokenSampler(new([], 1) { TopP = topP });

            Assert.Equal(logits.Max(), logits[sampler.Next(logits)]);
        });

    [Fact]
    public void Next_ManyDraws_FollowTheSoftmax()
    {
        // Shares of 40,000 draws have a standard deviation of at most 0.0025.
        var shares = Shares(new([], 1) { Temperature = 1 });

        Assert.Equal([0.1, 0.4, 0.2, 0.3], shares, (expected, share) => Math.Abs(expected - share) < 0.01);
    }

    [Fact]
    public void Next_TemperatureTwo_DividesLogits()
    {
        var roots = new[] { 0.1, 0.4, 0.2, 0.3 }.Select(Math.Sqrt).ToArray();
        var shares = Shares(new([], 1) { Temperature = 2 });

        Assert.Equal(roots.Select(root => root / roots.Sum()), shares, (expected, share) => Math.Abs(expected - share) < 0.01);
    }

    [Fact]
    public void Next_TopP_KeepsTheFewestLikeliestThatHoldIt()
    {
        // 0.4 alone holds less than 0.6, and with 0.3 holds 0.7.
        var shares = Shares(new([], 1) { Temperature = 1, TopP = 0.6 });

        Assert.Equal([0, 4.0 / 7, 0, 3.0 / 7], shares, (expected, share) => Math.Abs(expected - share) < 0.01);
        Assert.Equal(0, shares[0] + shares[2]);
    }

    [Fact]
    public void Next_SmallestTemperature_IsTheLikeliestToken()
    {
        var sampler = new TokenSampler(new([], 1) { Temperature = double.Epsilon });

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(1, sampler.Next(Logits)));
    }

    [Fact]
    public void Next_SameSeed_IsTheSameAndOtherSeedsAreNot()
    {
        Assert.Equal(Draws(7), Draws(7));
        Assert.NotEqual(Draws(7), Draws(8));

        static int[] Draws(long seed)
        {
            var sampler = new TokenSampler(new([], 1) { Temperature = 1, TopP = 0.95, Seed = seed });
            return [.. Enumerable.Range(0, 50).Select(_ => sampler.Next(Logits))];
        }
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, -0.1, 1)]
    [InlineData(1, double.NaN, 1)]
    [InlineData(1, double.PositiveInfinity, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 1, 1.1)]
    [InlineData(1, 1, double.NaN)]
    public void Constructor_OfARequestThatNothingCanBeWrittenBy_Throws(int maxTokens, double temperature, double topP) =>
        Assert.Throws<ArgumentException>(() => new TokenSampler(new([], maxTokens) { Temperature = temperature, TopP = topP }));

    private static double[] Shares(TextRequest request)
    {
        var sampler = new TokenSampler(request);
        var counts = new double[Logits.Length];
        for (var i = 0; i < 40_000; i++)
        {
            counts[sampler.Next(Logits)] += 1.0 / 40_000;
        }

        return counts;
    }
}
