using Arena.Core;
using Arena.Core.Bias;
using CsCheck;

namespace Arena.Tests.Bias;

public sealed class PairReadingTests
{
    private static readonly Gen<double[]> Distribution = Gen.Double[0.001, 1].Array[3].Select(p => p.Select(x => x / p.Sum()).ToArray());

    [Fact]
    public void OfOrders_RolesExchanged_NegatesTheLeadAndTurnsTheOrders() => Gen.Select(Distribution, Distribution).Sample((p, q) =>
    {
        var (first, second) = (Order("a", "b", p), Order("b", "a", q));

        var (marked, other) = (PairReading.OfOrders(first, second), PairReading.OfOrders(second, first));

        Assert.Equal(-marked.Lead, other.Lead, 1e-15);
        Assert.Equal(-marked.LogOdds, other.LogOdds, 1e-12);
        Assert.Equal(marked.IsTieLikeliest, other.IsTieLikeliest);
        Assert.Equal(marked.OrdersAgree, other.OrdersAgree);
        Assert.Equal((marked.Exchange().ShownFirst, marked.Exchange().ShownSecond), (other.ShownFirst, other.ShownSecond));
        Assert.InRange(marked.Lead, -1, 1);
    });

    [Fact]
    public void OfScores_RolesExchanged_NegatesTheLead() => Gen.Select(Gen.Double[1, 7], Gen.Double[1, 7]).Sample((x, y) =>
    {
        var (marked, other) = (PairReading.OfScores(Score("a", x), Score("b", y)), PairReading.OfScores(Score("b", y), Score("a", x)));

        Assert.Equal(x - y, marked.Lead);
        Assert.Equal(marked.Exchange(), other);
        Assert.Null(marked.ShownFirst);
        Assert.True(marked.OrdersAgree);
    });

    [Fact]
    public void OfOrders_SoftVerdicts_AreTheMeansOverBothOrders()
    {
        var reading = PairReading.OfOrders(Order("a", "b", [0.7, 0.2, 0.1]), Order("b", "a", [0.5, 0.3, 0.2]));

        Assert.Equal(((0.7 - 0.2) + (0.3 - 0.5)) / 2, reading.Lead, 1e-15);
        Assert.Equal((Math.Log(0.7 / 0.2) + Math.Log(0.3 / 0.5)) / 2, reading.LogOdds, 1e-12);
        Assert.Equal((PairOutcome.Win, PairOutcome.Loss), (reading.ShownFirst, reading.ShownSecond));
        Assert.False(reading.OrdersAgree);
        Assert.Equal(PairOutcome.Win, reading.Outcome(0.14));
        Assert.Equal(PairOutcome.Tie, reading.Outcome(0.16));
    }

    [Fact]
    public void OfOrders_TieLikeliest_IsATieAtEveryMargin()
    {
        var reading = PairReading.OfOrders(Order("a", "b", [0.4, 0.1, 0.5]), Order("b", "a", [0.1, 0.4, 0.5]));

        Assert.Equal(0.3, reading.Lead, 1e-12);
        Assert.Equal(0, reading.Strength);
        Assert.Equal(PairOutcome.Tie, reading.Outcome(0));
    }

    [Fact]
    public void OfOrders_VerdictsWithoutProbabilities_ThatDisagreeAreATieOfNoLead()
    {
        var (first, second) = (new Judgment("j", Protocol.Pairwise, "p", "a", "b"), new Judgment("j", Protocol.Pairwise, "p", "b", "a"));

        var reading = PairReading.OfOrders(first with { Verdict = Verdict.FirstWins }, second with { Verdict = Verdict.FirstWins });

        Assert.Equal((0, 0, PairOutcome.Tie), (reading.Lead, reading.LogOdds, reading.Outcome(0)));
        Assert.Equal((PairOutcome.Win, PairOutcome.Loss), (reading.ShownFirst, reading.ShownSecond));
    }

    [Fact]
    public void OfOrders_OneFailed_IsFailedWithItsReason()
    {
        var failed = new Judgment("j", Protocol.Pairwise, "p", "b", "a") { FailureReason = "timed out: 30 s" };

        var reading = PairReading.OfOrders(Order("a", "b", [1, 0, 0]), failed);

        Assert.Equal("timed out: 30 s", reading.Failure);
        Assert.Equal(PairOutcome.Failed, reading.Outcome(0.5));
        Assert.False(reading.OrdersAgree);
    }

    [Fact]
    public void OfOrders_OrderNotKnown_TellsNothingOfPlaces()
    {
        var reading = PairReading.OfOrders(
            Order("a", "b", [0.9, 0.1, 0]) with { IsOrderKnown = false }, Order("b", "a", [0.1, 0.9, 0]) with { IsOrderKnown = false });

        Assert.Equal(0.8, reading.Lead, 1e-12);
        Assert.Null(reading.ShownFirst);
    }

    private static Judgment Order(string first, string second, double[] p) => new("j", Protocol.Pairwise, "p", first, second)
    {
        Probabilities = p,
        Verdict = p[2] >= Math.Max(p[0], p[1]) ? Verdict.Tie : p[0] > p[1] ? Verdict.FirstWins : Verdict.SecondWins,
    };

    private static Judgment Score(string contestant, double score) => new("j", Protocol.Pointwise, "p", contestant, null) { Score = score };
}
