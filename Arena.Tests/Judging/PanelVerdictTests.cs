using Arena.Core;
using Arena.Core.Judging;
using CsCheck;

namespace Arena.Tests.Judging;

public sealed class PanelVerdictTests
{
    private static readonly Judgment Pair = new("m", Protocol.Pairwise, "p", "x", "y");

    [Fact]
    public void Combine_Mean_AveragesProbabilitiesAndTakesTheLikeliest()
    {
        var panel = PanelVerdict.Combine("panel", [Sure("a", 0.9, 0.1, 0), Sure("b", 0.3, 0.6, 0.1), Sure("c", 0.3, 0.5, 0.2)], PanelRule.Mean, 2);

        Assert.Equal(Verdict.FirstWins, panel.Verdict);
        Assert.Equal([0.5, 0.4, 0.1], panel.Probabilities.Select(p => Math.Round(p, 9)));
        Assert.Equal(0.55, panel.FirstWinProbability!.Value, 9);
    }

    [Fact]
    public void Combine_Majority_CountsVotesWhateverTheirProbability()
    {
        var panel = PanelVerdict.Combine("panel", [Sure("a", 0.99, 0.01, 0), Sure("b", 0.4, 0.6, 0), Sure("c", 0.3, 0.5, 0.2)], PanelRule.Majority, 2);
        var split = PanelVerdict.Combine("panel", [Sure("a", 1, 0, 0), Sure("b", 0, 1, 0)], PanelRule.Majority, 2);

        Assert.Equal(Verdict.SecondWins, panel.Verdict);
        Assert.Equal(2 / 3.0, panel.Probabilities[1], 9);
        Assert.Equal(Verdict.Tie, split.Verdict);
    }

    [Fact]
    public void Combine_MembersOfDifferentWeights_CountWhatTheirLabelsDo()
    {
        var much = Sure("a", 1, 0, 0) with { Weight = 3, FirstWinProbability = 1 };

        var panel = PanelVerdict.Combine("panel", [much, Sure("b", 0, 1, 0) with { FirstWinProbability = 0 }], PanelRule.Mean, 2);

        Assert.Equal((2, 0.75, Verdict.Tie), (panel.Weight, panel.FirstWinProbability, panel.Verdict));
    }

    [Fact]
    public void Combine_AMemberWithoutProbabilities_CountsAsSure()
    {
        var panel = PanelVerdict.Combine("panel", [Pair with { Verdict = Verdict.Tie }, Sure("b", 0.2, 0.2, 0.6)], PanelRule.Mean, 2);

        Assert.Equal([0.1, 0.1, 0.8], panel.Probabilities.Select(p => Math.Round(p, 9)));
    }

    [Fact]
    public void Combine_FewerVerdictsThanTheQuorum_FailsAndTellsWhy()
    {
        Judgment[] members = [Sure("a", 1, 0, 0), Pair with { Judge = "b", FailureReason = "timed out: 60 s" }, Pair with { Judge = "c", FailureReason = "refused" }];

        var failed = PanelVerdict.Combine("panel", members, PanelRule.Mean, 2);

        Assert.StartsWith("no quorum: 1 of 3", failed.FailureReason, StringComparison.Ordinal);
        Assert.Contains("b: timed out: 60 s", failed.FailureReason, StringComparison.Ordinal);
        Assert.Equal(Verdict.Failed, failed.Verdict);
        Assert.Equal(Verdict.FirstWins, PanelVerdict.Combine("panel", members, PanelRule.Mean, 1).Verdict);
    }

    [Fact]
    public void Combine_Scores_TakesMeanOrMedian()
    {
        Judgment[] members = [.. new[] { 1.0, 2, 6 }.Select(score => new Judgment("m", Protocol.Pointwise, "p", "x", null) { Score = score })];

        Assert.Equal(3, PanelVerdict.Combine("panel", members, PanelRule.Mean, 1).Score);
        Assert.Equal(2, PanelVerdict.Combine("panel", members, PanelRule.Majority, 1).Score);
    }

    [Fact]
    public void Combine_AnyMembersInAnyOrder_StaysADistributionAndTheSame()
    {
        var member = Gen.Double[0.01, 1].Array[3].Select(p => Sure("m", p[0] / p.Sum(), p[1] / p.Sum(), p[2] / p.Sum()));
        Gen.Select(member.Array[1, 6], Gen.OneOf(Gen.Const(PanelRule.Mean), Gen.Const(PanelRule.Majority))).Sample((members, rule) =>
        {
            var panel = PanelVerdict.Combine("panel", members, rule, 1);
            var reversed = PanelVerdict.Combine("panel", [.. members.Reverse()], rule, 1);
            return Math.Abs(panel.Probabilities.Sum() - 1) < 1e-9 && panel.FirstWinProbability is >= 0 and <= 1
                && panel.Probabilities.Zip(reversed.Probabilities).All(p => Math.Abs(p.First - p.Second) < 1e-9);
        });
    }

    private static Judgment Sure(string judge, double first, double second, double tie)
    {
        double[] p = [first, second, tie];
        return Pair with { Judge = judge, Verdict = VerdictDistribution.Likeliest(p), Probabilities = p, FirstWinProbability = first + (tie / 2) };
    }
}
