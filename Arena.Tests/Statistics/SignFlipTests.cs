using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Statistics;

public sealed class SignFlipTests
{
    [Fact]
    public void UpperP_SmallSums_EqualsCountingAllSigns() => Gen.Int[-4, 4].Array[0, 10].Sample(sums =>
    {
        var atLeast = 0;
        for (var signs = 0; signs < 1 << sums.Length; signs++)
        {
            atLeast += sums.Select((sum, g) => (signs >> g & 1) == 1 ? sum : -sum).Sum() >= sums.Sum() ? 1 : 0;
        }

        Assert.Equal(atLeast / Math.Pow(2, sums.Length), SignFlip.UpperP(sums), 1e-12);
    });

    [Fact]
    public void TwoSidedP_OnePairACluster_IsMcNemarsExactTest() => Gen.Select(Gen.Int[0, 60], Gen.Int[0, 60], Gen.Int[0, 5]).Sample((b, c, none) =>
    {
        int[] sums = [.. Enumerable.Repeat(1, b), .. Enumerable.Repeat(-1, c), .. new int[none]];

        Assert.Equal(McNemar.ExactP(b, c), SignFlip.TwoSidedP(sums), 1e-12);
    });

    [Fact]
    public void UpperP_EverythingMultiplied_IsTheSame() => Gen.Int[-3, 3].Array[1, 12].Sample(sums =>
        Assert.Equal(SignFlip.UpperP(sums), SignFlip.UpperP([.. sums.Select(sum => 5 * sum)]), 1e-12));

    [Fact]
    public void UpperP_NothingDiffers_IsOne() => Assert.Equal(1, SignFlip.UpperP([0, 0, 0]));

    [Fact]
    public void UpperP_SumsBeyondAMillion_AreRefused() => Assert.Throws<ArgumentException>(() => SignFlip.UpperP([900_000, -900_000]));
}
