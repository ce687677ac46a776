using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Scorers;

namespace Arena.Tests.Surrogate;

public sealed class SurrogateEvaluationTests
{
    private static readonly ScorerSetup[] Default = [new(new CombinedScorer(new LogisticScorer(), new StrengthRidge()), ScorerInputs.Verdicts)];

    [Theory]
    [InlineData(SplitKind.Contestant)]
    [InlineData(SplitKind.Prompt)]
    [InlineData(SplitKind.Both)]
    public void Predict_WorldWithSignal_FindsItOnWhatWasHeldOut(SplitKind split)
    {
        var data = SmallArena.Create();
        var metrics = SurrogateMetrics.Measure(data, Predict(data, split), 1, replicates: 20);

        Assert.InRange(metrics.KendallTau.Estimate, 0.8, 1);
        Assert.InRange(metrics.StrengthR2.Estimate, 0.7, 1);
        Assert.InRange(metrics.CalibrationError.Estimate, 0, 0.1);
    }

    [Fact]
    public void Predict_HeldOutContestants_DoNotDependOnWhatTheyEarned()
    {
        var plain = SmallArena.Create();
        var fold = HeldOut.Split(plain, [.. Enumerable.Range(0, plain.Rows)], SplitKind.Contestant, 4, 1)[2].Test;
        var contestants = fold.Select(row => plain.ContestantOf[row]).ToHashSet();
        var turned = SmallArena.Create(outcomeOf: (c, _, outcome) => contestants.Contains(c) ? 1 - outcome : outcome);
        var (first, second) = (Predict(plain, SplitKind.Contestant), Predict(turned, SplitKind.Contestant));

        Assert.Equal(fold.Select(row => first[row]), fold.Select(row => second[row]));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Predict_OutcomesOfChance_FindsNothing()
    {
        // What the contestants earn goes round by a step that has nothing to do with their skill.
        var taus = Enumerable.Range(1, 5).Select(seed =>
        {
            var random = new Core.Statistics.DeterministicRandom(seed, 9);
            var order = Enumerable.Range(0, 14).ToArray();
            random.Shuffle(order.AsSpan());
            var data = SmallArena.Create(prompts: 12, seed: seed, outcomeOf: (c, p, _) => ((order[c] + 0.5) / 14 * 0.8) + (0.2 * ((p + c) % 5) / 5));
            return SurrogateMetrics.Measure(data, Predict(data, SplitKind.Contestant), 1, replicates: 2).KendallTau.Estimate;
        });

        Assert.InRange(taus.Average(), -0.6, 0.3);
    }

    [Fact]
    public void Predict_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            SurrogateEvaluation.Predict(SmallArena.Create(), Default, SplitKind.Contestant, TimeProvider.System, folds: 4, cancellationToken: source.Token));
    }

    private static IReadOnlyList<double> Predict(JudgedResponses data, SplitKind split) =>
        SurrogateEvaluation.Predict(data, Default, split, TimeProvider.System, folds: 4)[0].LogOdds;
}
