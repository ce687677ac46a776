using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Explanation;
using Arena.Core.Surrogate.Scorers;

namespace Arena.Tests.Surrogate.Explanation;

public sealed class SurrogateExplanationTests
{
    private static readonly Lazy<SurrogateExplanation> Shared = new(() => Of(row => (1.5 * row[0]) + (1.5 * row[4] * row[5]), prompts: 120, scorer: BoostedTrees.LightGbm(60)));

    [Fact]
    public void Of_PlantedFeatures_AreNeededAndNoiseIsNot()
    {
        var of = Shared.Value;

        Assert.Equal("x.a", of.Groups.MaxBy(group => group.LossRise.Value)!.Members.Order().First());
        Assert.All(of.Groups.Where(group => group.Members.Any(name => name is "x.a" or "z.d" or "z.e")), group => Assert.True(group.LossRise.Interval.Lower > 0 && group.AucDrop.Interval.Lower > 0));
        var least = of.Groups.Where(group => group.Members.Any(name => name is "x.a" or "z.d" or "z.e")).Min(group => group.AucDrop.Value);
        Assert.All(of.Groups.Where(group => group.Name.StartsWith('y')), group => Assert.True(Math.Abs(group.AucDrop.Value) < least / 3));
    }

    [Fact]
    public void Of_NearCopies_AreOneGroupAndHideEachOtherAlone()
    {
        var of = Of(row => 1.5 * row[0]);

        var group = Assert.Single(of.Groups, group => group.Members.Contains("x.a"));
        Assert.Equal(["x.a", "x.copy"], group.Members.Order());
        Assert.InRange(of.Redundancy[of.Groups.ToList().IndexOf(group)].Correlation, 0.9, 1);
        Assert.All(of.Features.Where(row => row.Name.StartsWith('x')), row => Assert.True(row.LossRise.Value < 0.8 * group.LossRise.Value));
        Assert.Equal(group.LossRise, Assert.Single(of.Families, row => row.Name == "x").LossRise);
    }

    [Fact]
    public void Of_WhatCannotBeRewarded_IsToldAndLeftOut()
    {
        var of = Shared.Value;

        Assert.Equal(["c.constant", "c.missing"], of.Constant);
        Assert.Equal(["c.prompt"], of.OfPromptsAlone);
        Assert.DoesNotContain(of.Features, row => row.Name.StartsWith('c'));
        var limits = string.Join(' ', ExplanationText.Limits(of));
        Assert.Contains("constant", limits, StringComparison.Ordinal);
        Assert.Contains("prompt (c) is the same", limits, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_PlantedInteraction_IsThatOfAllModelsThatLookAtBoth()
    {
        var of = Shared.Value;

        var strongest = of.Rashomon.Interactions.MinBy(pair => pair.OfSurrogate.Value)!;
        Assert.Equal(["z.d", "z.e"], new[] { strongest.First, strongest.Second }.Order());
        Assert.True(strongest.Models > 0 && strongest.Least <= strongest.Most);
        Assert.True(strongest.OfSurrogate.Interval.Upper < 0 && strongest.Most < 0);
        Assert.Contains(ExplanationText.Sentences(of), sentence => sentence.Contains("need each other", StringComparison.Ordinal));
        Assert.Equal(strongest, of.Rashomon.Interactions.MaxBy(pair => pair.LogOddsMost));
        Assert.False(Assert.Single(of.Rashomon.Models, model => model.Name == "logistic").IsIn);
        Assert.All(of.Rashomon.Models, model => Assert.Equal(model.IsIn, model.Loss <= of.Rashomon.Bound));
    }

    [Fact]
    public void Of_AnAdditiveModel_HasNoInteractionInLogOdds()
    {
        var of = SurrogateExplanation.Of(Planted.Table(row => row[0] + row[4]), Planted.Quick with { Epsilon = 0 }, 1, new AdditiveSplines([0, 4]), cancellationToken: TestContext.Current.CancellationToken);

        var best = of.Rashomon.Models[0];
        Assert.Equal("additive splines", best.Name);
        Assert.All(of.Rashomon.Interactions, pair => Assert.InRange(pair.LogOddsMost, 0, 1e-9));
    }

    [Fact]
    public void Of_TheMask_AgreesWithPermutation()
    {
        var mask = Of(row => (1.5 * row[0]) + (1.2 * row[4]) - (1.2 * row[5])).Mask!;

        Assert.All(mask.Gates, gate => Assert.True(gate.Least <= gate.Kept && gate.Kept <= gate.Most && gate.Least >= 0 && gate.Most <= 1));
        Assert.Equal(3, mask.Needed);
        Assert.Equal(3, mask.NeededAndDear);
        Assert.All(mask.Gates.Where(gate => gate.Name.StartsWith('y')), gate => Assert.True(gate.Kept < 0.5));
        Assert.InRange(mask.RankCorrelation, 0.7, 1);
    }

    [Fact]
    public void Of_ACurve_BandHoldsTheTruth()
    {
        var of = Of(row => 1.2 * row[4], prompts: 150);

        var curve = Assert.Single(of.Curves, curve => curve.Feature == "z.d");
        Assert.True(curve.Effect.Interval.Lower > 0 && curve.AreQuartiles);
        Assert.InRange(curve.Points.Average(point => point.LogOdds.Interval.Contains(1.2 * point.Value) ? 1 : 0), 0.7, 1);
        Assert.All(curve.Points, point => Assert.InRange(point.WinProbability.Value, point.WinProbability.Interval.Lower, point.WinProbability.Interval.Upper));
        Assert.Null(curve.Peak);
    }

    [Fact]
    public void Of_ARidge_HasAPeak()
    {
        var of = Of(row => 1.5 - (1.5 * row[4] * row[4]), prompts: 120);

        var curve = Assert.Single(of.Curves, curve => curve.Feature == "z.d");
        Assert.InRange(curve.Peak!.Value, -0.6, 0.6);
        Assert.Contains("greatest near", ExplanationText.Effect(curve), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_TheSameTwice_IsTheSame()
    {
        var (one, other) = (Of(row => row[0], 5, 30, BoostedTrees.LightGbm(20)), Of(row => row[0], 5, 30, BoostedTrees.LightGbm(20)));

        Assert.Equal(Figures(one), Figures(other));
        Assert.NotEqual(Figures(one), Figures(SurrogateExplanation.Of(Planted.Table(row => row[0], 5, 30), Planted.Quick, 2, BoostedTrees.LightGbm(20), cancellationToken: TestContext.Current.CancellationToken)));

        static string Figures(SurrogateExplanation of)
        {
            IEnumerable<object?> figures =
            [
                of.Full, of.Additive, .. of.Groups.Select(row => row.LossRise), .. of.Features.Select(row => row.AucDrop), .. of.Mask?.Gates ?? [],
                .. of.Curves.SelectMany(curve => curve.Points), .. of.Rashomon.Interactions,
            ];
            return string.Join('|', figures);
        }
    }

    [Fact]
    public void Of_VerdictsByChance_TellsNothing()
    {
        var of = Of(_ => 0, contestants: 5, prompts: 40);

        Assert.True(ExplanationText.IsBlind(of));
        Assert.StartsWith("Nothing can be told", Assert.Single(ExplanationText.Sentences(of)), StringComparison.Ordinal);
        Assert.Contains(ExplanationText.Limits(of), sentence => sentence.Contains("only 5 contestants", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_TwoContestants_SaysHowManyAreNeeded()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Of(row => row[0], contestants: 2, prompts: 10));

        Assert.Contains("2 contestants", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NothingThatDiffersWithinPrompts_SaysSo()
    {
        var table = Planted.Table(row => row[0], 4, 5);
        foreach (var row in table.Features)
        {
            Array.Fill(row, 1);
        }

        Assert.Contains("none of 10 features differs", Assert.Throws<ArgumentException>(() => SurrogateExplanation.Of(table, Planted.Quick, 1, new LogisticScorer())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_MoreRowsThanArePermuted_MeasuresOnSomePrompts()
    {
        var of = SurrogateExplanation.Of(
            Planted.Table(row => 2 * row[0]), Planted.Quick with { MostPermuted = 200 }, 1, new LogisticScorer(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(480, of.Responses);
        Assert.Equal(200, of.Permuted);
        Assert.True(Assert.Single(of.Groups, group => group.Members.Contains("x.a")).AucDrop.Interval.Lower > 0);
    }

    [Fact]
    public void Of_JudgedTexts_ExplainsThemInWords()
    {
        var data = SmallArena.Create(contestants: 6, prompts: 12);
        var reported = new List<double>();

        var of = SurrogateExplanation.Of(data, Planted.Quick, 1, new Progress(reported), TestContext.Current.CancellationToken);

        Assert.Equal(data.Rows, of.Responses);
        Assert.Equal(1, reported[^1]);
        Assert.All(of.Groups, group => Assert.Contains(group.Name, data.Features.Columns));
        Assert.Equal(["length alone", "style alone", "all but length and style"], of.Alone.Select(fit => fit.Name).Union(["style alone"]).OrderBy(name => name[0] == 'a' ? 2 : name[0] == 's' ? 1 : 0));
        Assert.NotEmpty(ExplanationText.Sentences(of));
    }

    private static SurrogateExplanation Of(Func<double[], double> logOdds, int contestants = 8, int prompts = 60, IScorer? scorer = null) => SurrogateExplanation.Of(
        Planted.Table(logOdds, contestants, prompts), Planted.Quick, 1, scorer ?? new LogisticScorer(3), cancellationToken: TestContext.Current.CancellationToken);

    private sealed class Progress(List<double> to) : IProgress<double>
    {
        public void Report(double value)
        {
            lock (to)
            {
                to.Add(value);
            }
        }
    }
}
