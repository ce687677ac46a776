using Arena.Core;
using Arena.Core.Statistics;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Scorers;

namespace Arena.Tests.Surrogate;

/// <summary>Where contestants were compared with each other and not with a baseline.</summary>
public sealed class PairedArenaTests
{
    private static readonly JudgedResponses Data = Create(outcomeOf: (_, _, outcome) => outcome);

    [Theory]
    [InlineData(SplitKind.Contestant)]
    [InlineData(SplitKind.Prompt)]
    [InlineData(SplitKind.Both)]
    public void Predict_WorldWithSignal_FindsItOnWhatWasHeldOut(SplitKind split)
    {
        var predictions = SurrogateEvaluation.Predict(Data, ScorerCatalogue.Defaults(Data), split, TimeProvider.System, folds: 4);
        var metrics = SurrogateMetrics.Measure(Data, predictions[0].LogOdds, 1, replicates: 20);

        Assert.Null(Data.Baseline);
        Assert.InRange(metrics.KendallTau.Estimate, 0.75, 1);
        Assert.InRange(metrics.StrengthR2.Estimate, 0.7, 1);
        Assert.InRange(metrics.Auc.Estimate, 0.75, 1);
        Assert.InRange(metrics.CalibrationError.Estimate, 0, 0.1);
    }

    [Fact]
    public void Predict_HeldOutContestants_DoNotDependOnWhatTheyEarned()
    {
        var fold = HeldOut.Split(Data, [.. Enumerable.Range(0, Data.Rows)], SplitKind.Contestant, 4, 1)[1].Test;
        var contestants = fold.Select(row => Data.ContestantOf[row]).ToHashSet();
        var turned = Create((a, b, outcome) => contestants.Contains(a) || contestants.Contains(b) ? 1 - outcome : outcome);
        var (first, second) = (Predict(Data), Predict(turned));

        Assert.Equal(fold.Select(row => first[row]), fold.Select(row => second[row]));
        Assert.NotEqual(first, second);

        static IReadOnlyList<double> Predict(JudgedResponses data) =>
            SurrogateEvaluation.Predict(data, ScorerCatalogue.Defaults(data), SplitKind.Contestant, TimeProvider.System, folds: 4)[0].LogOdds;
    }

    [Fact]
    public void Measure_LogOddsOfTheOutcomes_IsPerfectInOrder()
    {
        // Scores are the contestants' numbers: whoever knows more wins.
        var metrics = SurrogateMetrics.Measure(Data, [.. Data.ContestantOf.Select(contestant => (double)contestant)], 1, replicates: 2);

        Assert.InRange(metrics.KendallTau.Estimate, 0.9, 1);
        Assert.InRange(metrics.PairwiseAccuracy.Estimate, 0.7, 1);
    }

    [Fact]
    public void BaselineOf_Battles_IsWhoIsInAllOfThem()
    {
        Assert.Equal("b", JudgedResponses.BaselineOf([new("a", "b", 1), new("b", "c", 0)]));
        Assert.Null(JudgedResponses.BaselineOf([new("a", "b", 1), new("b", "c", 0), new("a", "c", 0)]));
        Assert.Null(JudgedResponses.BaselineOf([new("a", "b", 1), new("b", "a", 0)]));
        Assert.Null(JudgedResponses.BaselineOf([]));
    }

    private static JudgedResponses Create(Func<int, int, double, double> outcomeOf)
    {
        const int Contestants = 10, Prompts = 24;
        var (prompts, responses, _) = SmallArena.Draw(Contestants, Prompts, 7);
        var random = new DeterministicRandom(11);
        var battles = new List<Battle>();
        for (var p = 0; p < Prompts; p++)
        {
            for (var a = 0; a < Contestants; a++)
            {
                for (var b = a + 1; b < Contestants; b++)
                {
                    var outcome = 1 / (1 + Math.Exp(-(0.6 * (a - b)) - random.NextGaussian()));
                    battles.Add(new Battle($"c{a:00}", $"c{b:00}", outcomeOf(a, b, outcome), 1, $"p{p}"));
                }
            }
        }

        return JudgedResponses.Create(SmallArena.Registry, prompts, [.. responses.Where(response => response.Contestant != "base")], battles, baseline: null);
    }
}
