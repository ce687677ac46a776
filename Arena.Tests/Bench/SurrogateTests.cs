using Arena.Bench.Surrogate;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Features;
using Arena.Core.Surrogate.Scorers;

namespace Arena.Tests.Bench;

public sealed class SurrogateTests
{
    [Fact]
    public async Task Predict_SixtyPromptsOfAlpacaEval_OrdersContestantsItHasNotSeen()
    {
        var (prompts, responses, battles) = await AlpacaEvalResponses.ReadAsync(new(Repository.Shared("alpaca_eval")), 60, TestContext.Current.CancellationToken);
        var data = JudgedResponses.Create(FeatureRegistry.All, prompts, responses, battles, AlpacaEvalResponses.Baseline, TestContext.Current.CancellationToken);
        ScorerSetup[] setups = [new(new CombinedScorer(new LogisticScorer(), new StrengthRidge()), ScorerInputs.Verdicts)];
        var predictions = SurrogateEvaluation.Predict(data, setups, SplitKind.Contestant, TimeProvider.System, folds: 5, cancellationToken: TestContext.Current.CancellationToken);
        var metrics = SurrogateMetrics.Measure(data, predictions[0].LogOdds, 1, replicates: 10);

        Assert.Equal(37, data.Contestants.Count);
        Assert.InRange(metrics.KendallTau.Estimate, 0.5, 1);
        Assert.InRange(metrics.Auc.Estimate, 0.9, 1);
    }
}
