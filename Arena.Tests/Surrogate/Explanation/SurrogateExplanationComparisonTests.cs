using Arena.Core.Surrogate.Explanation;
using Arena.Core.Surrogate.Scorers;

namespace Arena.Tests.Surrogate.Explanation;

public sealed class SurrogateExplanationComparisonTests
{
    [Fact]
    public void Of_AJudgeAndItself_DoNotDiffer()
    {
        var table = Planted.Table(row => row[0], 5, 30);

        var of = SurrogateExplanationComparison.Of("one", table, "same", table, Planted.Quick, 1, () => new LogisticScorer(), TestContext.Current.CancellationToken);

        Assert.Equal(1, of.OutcomeCorrelation, 1e-12);
        Assert.All(of.Groups, row => Assert.Equal(0, Math.Abs(row.Difference.Interval.Lower) + Math.Abs(row.Difference.Interval.Upper)));
        Assert.All(of.Curves.SelectMany(curve => curve.Points), point => Assert.Equal(0, point.Value));
        Assert.Contains(ExplanationText.Sentences(of), sentence => sentence.StartsWith("For no group", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_JudgesThatRewardOtherThings_DifferInThese()
    {
        var first = Planted.Table(row => 2 * row[0]);
        var second = first.JudgedAs(Planted.Table(row => 2 * row[4]));

        var of = SurrogateExplanationComparison.Of("one", first, "other", second, Planted.Quick, 1, () => new LogisticScorer(), TestContext.Current.CancellationToken);

        Assert.True(Assert.Single(of.Groups, row => row.Name.StartsWith('x')).Difference.Interval.Lower > 0);
        Assert.True(Assert.Single(of.Groups, row => row.Name == "z.d").Difference.Interval.Upper < 0);
        Assert.True(Assert.Single(of.Curves, curve => curve.First.Feature == "z.d").Effect.Interval.Upper < 0);
        Assert.Contains(ExplanationText.Sentences(of), sentence => sentence.Contains("lean differently", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_JudgedTexts_ComparesWhatBothJudged()
    {
        var (first, second) = (SmallArena.Create(5, 10), SmallArena.Create(5, 8));

        var of = SurrogateExplanationComparison.Of("one", first, "other", second, Planted.Quick, 1, TestContext.Current.CancellationToken);

        Assert.Equal(second.Rows, of.Responses);
        Assert.Equal(8, of.Prompts);
    }
}
