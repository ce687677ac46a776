using Arena.Core.Surrogate;
using CsCheck;

namespace Arena.Tests.Surrogate;

public sealed class FieldStrengthsTests
{
    [Fact]
    public void Of_WhoWonEverything_IsFiniteAndWhoNeverMetAnybodyIsUnknown()
    {
        var strengths = FieldStrengths.Of(3, [(0, 1, 1, 20)]);

        Assert.InRange(strengths[0], 0.5, 10);
        Assert.Equal(-strengths[0], strengths[1], 1e-6);
        Assert.True(double.IsNaN(strengths[2]));
    }

    [Fact]
    public void Of_ManyBattles_IsBradleyTerry() => Gen.Double[-1, 1].Array[4].Sample(
        truth =>
        {
            var pairs = from a in Enumerable.Range(0, 4) from b in Enumerable.Range(0, a) select (a, b, 1 / (1 + Math.Exp(truth[b] - truth[a])), 1e6);
            var strengths = FieldStrengths.Of(4, pairs);
            for (var i = 0; i < 4; i++)
            {
                Assert.Equal(truth[i] - truth.Average(), strengths[i] - strengths.Average(), 1e-3);
            }
        },
        iter: 20);
}
