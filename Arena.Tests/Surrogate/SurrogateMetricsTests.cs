using Arena.Core.Statistics;
using Arena.Core.Surrogate;

namespace Arena.Tests.Surrogate;

public sealed class SurrogateMetricsTests
{
    private static readonly JudgedResponses Data = SmallArena.Create(contestants: 6, prompts: 10);

    [Fact]
    public void Measure_OutcomesThemselves_IsPerfect()
    {
        var metrics = SurrogateMetrics.Measure(Data, LogOdds(Data.Outcomes), 1, replicates: 50);

        Assert.Equal(1, metrics.KendallTau.Estimate, 1e-12);
        Assert.Equal(1, metrics.KendallTau.Interval.Lower, 1e-12);
        Assert.Equal(1, metrics.Spearman.Estimate, 1e-12);
        Assert.Equal(1, metrics.StrengthR2.Estimate, 1e-12);
        Assert.Equal(1, metrics.Auc.Estimate, 1e-12);
        Assert.Equal(1, metrics.PairwiseAccuracy.Estimate, 1e-12);
        Assert.Equal(0, metrics.Brier.Estimate, 1e-12);
        Assert.Equal(0, metrics.CalibrationError.Estimate, 1e-12);
    }

    [Fact]
    public void Measure_RandomProbabilities_IsWhatPairsGiveOneByOne()
    {
        var random = new DeterministicRandom(5);
        var p = Enumerable.Range(0, Data.Rows).Select(_ => random.NextInt(8) / 8.0).Select(v => Math.Clamp(v, 0.05, 0.95)).ToArray();
        var metrics = SurrogateMetrics.Measure(Data, LogOdds(p), 1, replicates: 2);
        var (wins, losses) = (Rows(row => Data.Outcomes[row] > 0.5), Rows(row => Data.Outcomes[row] < 0.5));
        var pairs = wins.SelectMany(win => losses.Select(loss => (win, loss))).ToArray();

        Assert.Equal(pairs.Average(pair => Right(pair.win, pair.loss)), metrics.Auc.Estimate, 1e-12);
        Assert.Equal(
            pairs.Where(pair => Data.PromptOf[pair.win] == Data.PromptOf[pair.loss]).Average(pair => Right(pair.win, pair.loss)),
            metrics.PairwiseAccuracy.Estimate,
            1e-12);
        Assert.Equal(Rows(_ => true).Average(row => Math.Pow(p[row] - Data.Outcomes[row], 2)), metrics.Brier.Estimate, 1e-12);

        double Right(int win, int loss) => p[win] > p[loss] ? 1 : p[win] == p[loss] ? 0.5 : 0;
        int[] Rows(Func<int, bool> which) => [.. Enumerable.Range(0, Data.Rows).Where(which)];
    }

    [Fact]
    public void Measure_SameProbabilityEverywhere_HasTheCalibrationErrorOfTheMean()
    {
        var metrics = SurrogateMetrics.Measure(Data, LogOdds([.. Data.Outcomes.Select(_ => 0.9)]), 1, replicates: 2);
        Assert.True(metrics.CalibrationError.Estimate >= Math.Abs(0.9 - Data.Outcomes.Average()) - 1e-12);
        Assert.Equal(0.5, metrics.Auc.Estimate);
    }

    [Fact]
    public void JudgedStrengths_AgainstABaseline_AreLogOddsOfMeanOutcomes()
    {
        var strengths = SurrogateMetrics.JudgedStrengths(Data);
        for (var c = 0; c < strengths.Length; c++)
        {
            var mean = Enumerable.Range(0, Data.Rows).Where(row => Data.ContestantOf[row] == c).Average(row => Data.Outcomes[row]);
            Assert.Equal(Math.Log(mean / (1 - mean)), strengths[c], 1e-6);
        }
    }

    private static double[] LogOdds(IReadOnlyList<double> probabilities) => [.. probabilities.Select(p => Math.Log(p / (1 - p)))];
}
