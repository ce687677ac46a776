using Arena.Core;
using Arena.Core.Judging;

namespace Arena.Tests.Judging;

public sealed class PairVerdictTests
{
    [Theory]
    [InlineData(0.8, 0.1, 0.2, 0.7, Verdict.FirstWins, true)]
    [InlineData(0.1, 0.8, 0.7, 0.2, Verdict.SecondWins, true)]
    [InlineData(0.9, 0.0, 0.6, 0.3, Verdict.Tie, false)]
    [InlineData(0.1, 0.1, 0.2, 0.1, Verdict.Tie, true)]
    public void Merge_TwoOrders_AveragesWhatBelongsTogether(double a1, double b1, double b2, double a2, Verdict verdict, bool isConsistent)
    {
        var pair = PairVerdict.Merge(Judge("x", "y", a1, b1), Judge("y", "x", b2, a2), new());

        Assert.Equal(verdict, pair.Verdict);
        Assert.Equal(isConsistent, pair.IsConsistent);
        Assert.Equal((a1 + a2) / 2, pair.Probabilities[0], 1e-12);
        Assert.Equal((b1 + b2) / 2, pair.Probabilities[1], 1e-12);
        Assert.Equal(1, pair.Probabilities.Sum(), 1e-12);
    }

    [Fact]
    public void Merge_OrdersThatDisagree_GoByTheMeanWhereTheRuleSaysSo()
    {
        var (first, second) = (Judge("x", "y", 0.9, 0), Judge("y", "x", 0.6, 0.3));

        Assert.Equal(Verdict.FirstWins, PairVerdict.Merge(first, second, new(WhenOrdersDisagree: false)).Verdict);
        Assert.Equal(Verdict.Tie, PairVerdict.Merge(first, second, new(WhenOrdersDisagree: false, Margin: 0.35)).Verdict);
    }

    [Fact]
    public void Merge_AFailedOrder_GivesNoVerdict()
    {
        var failed = new Judgment("j", Protocol.Pairwise, "p", "y", "x") { FailureReason = "timed out: no answer in 60 s" };

        var pair = PairVerdict.Merge(Judge("x", "y", 0.9, 0), failed, new());

        Assert.Equal(Verdict.Failed, pair.Verdict);
        Assert.Empty(pair.Probabilities);
    }

    [Fact]
    public void Merge_TwiceTheSameOrder_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => PairVerdict.Merge(Judge("x", "y", 0.9, 0), Judge("x", "y", 0.9, 0), new()));
    }

    private static Judgment Judge(string first, string second, double p, double q) => new("j", Protocol.Pairwise, "p", first, second)
    {
        Probabilities = [p, q, 1 - p - q],
        Verdict = 1 - p - q >= Math.Max(p, q) ? Verdict.Tie : p > q ? Verdict.FirstWins : Verdict.SecondWins,
    };
}
