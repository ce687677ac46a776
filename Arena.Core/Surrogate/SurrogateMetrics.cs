using Arena.Core.Ratings;
using Arena.Core.Statistics;

namespace Arena.Core.Surrogate;

/// <summary>
/// How well predictions agree with the judge. Every interval is a percentile bootstrap over contestants: how the figure would vary had other contestants
/// like these been judged on the same prompts.
/// </summary>
/// <param name="KendallTau">τ-b of predicted and judged log-strengths.</param>
/// <param name="Spearman">Spearman's ρ of them.</param>
/// <param name="StrengthR2">1 − Σ(predicted − judged log-strength)² / Σ(judged − mean)²: the predictions as they are, not a line through them.</param>
/// <param name="PairwiseAccuracy">
/// Of all pairs of responses to a prompt of which one beat the baseline and the other did not, the share in which the winner has the greater probability.
/// </param>
/// <param name="Auc">The probability that a response that beat the baseline has a greater probability than one that did not, over all prompts.</param>
/// <param name="Brier">Mean squared difference of probability and outcome.</param>
/// <param name="CalibrationError">Mean, over fifteen bins of as many rows by probability, of |mean probability − mean outcome| (ECE, Naeini et al. 2015).</param>
/// <param name="TauDifference">τ-b minus that of other predictions, on the same draws; null where there are none to compare with.</param>
public sealed record SurrogateMetrics(
    BootstrapResult KendallTau,
    BootstrapResult Spearman,
    BootstrapResult StrengthR2,
    BootstrapResult PairwiseAccuracy,
    BootstrapResult Auc,
    BootstrapResult Brier,
    BootstrapResult CalibrationError,
    BootstrapResult? TauDifference)
{
    private const int Bins = 15;

    /// <summary>Measures predictions.</summary>
    /// <param name="data">The responses.</param>
    /// <param name="probabilities">A probability for every row.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <param name="comparedWith">Other predictions, whose τ is subtracted; null for none.</param>
    /// <param name="replicates">Bootstrap replicates.</param>
    public static SurrogateMetrics Of(
        JudgedResponses data, IReadOnlyList<double> probabilities, long seed, IReadOnlyList<double>? comparedWith = null, int replicates = 500)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(probabilities);
        var judged = Strengths(data, data.Outcomes);
        var predicted = Strengths(data, probabilities);
        var rows = new RowStatistics(data, probabilities);
        var tau = Run(weights => Correlation(RankCorrelation.KendallTauB, predicted, judged, weights));
        return new(
            tau,
            Run(weights => Correlation(RankCorrelation.SpearmanRho, predicted, judged, weights)),
            Run(weights => R2(predicted, judged, weights)),
            Run(rows.PairwiseAccuracy),
            Run(rows.Auc),
            Run(rows.Brier),
            Run(rows.CalibrationError),
            comparedWith is null ? null : Difference(Strengths(data, comparedWith)));

        BootstrapResult Run(ClusterStatistic statistic) => ClusterBootstrap.Run(data.Contestants.Count, statistic, seed, replicates);

        BootstrapResult Difference(double[] other) => ClusterBootstrap.RunPaired(
            data.Contestants.Count,
            weights => Correlation(RankCorrelation.KendallTauB, predicted, judged, weights),
            weights => Correlation(RankCorrelation.KendallTauB, other, judged, weights),
            seed,
            replicates);
    }

    /// <summary>Bradley–Terry log-strengths, relative to the baseline's, of contestants whose every response earned so much against it.</summary>
    /// <param name="data">The responses.</param>
    /// <param name="outcomes">What each earned, or is predicted to, in [0, 1].</param>
    public static double[] Strengths(JudgedResponses data, IReadOnlyList<double> outcomes)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(outcomes);
        var battles = new BattleTableBuilder();
        for (var row = 0; row < data.Rows; row++)
        {
            battles.Add(new Battle(data.Contestants[data.ContestantOf[row]], data.Baseline, outcomes[row], 1, data.Prompts[data.PromptOf[row]]));
        }

        var fit = Rating.Fit(battles.Build(), new RatingOptions { Intervals = IntervalMethod.None });
        var byName = fit.Contestants.Zip(fit.LogStrengths).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        return [.. data.Contestants.Select(name => byName[name] - byName[data.Baseline])];
    }

    /// <summary>A rank correlation in which a contestant counts as often as its weight says; copies of one are tied in both series and so left out of τ-b.</summary>
    private static double Correlation(RankStatistic statistic, double[] x, double[] y, ReadOnlySpan<int> weights)
    {
        var (drawnX, drawnY) = (new List<double>(x.Length), new List<double>(x.Length));
        for (var c = 0; c < x.Length; c++)
        {
            for (var copy = 0; copy < weights[c]; copy++)
            {
                drawnX.Add(x[c]);
                drawnY.Add(y[c]);
            }
        }

        return statistic([.. drawnX], [.. drawnY]);
    }

    private static double R2(double[] predicted, double[] judged, ReadOnlySpan<int> weights)
    {
        double sum = 0, count = 0, errors = 0, spread = 0;
        for (var c = 0; c < judged.Length; c++)
        {
            sum += weights[c] * judged[c];
            count += weights[c];
        }

        for (var c = 0; c < judged.Length; c++)
        {
            errors += weights[c] * (predicted[c] - judged[c]) * (predicted[c] - judged[c]);
            spread += weights[c] * (judged[c] - (sum / count)) * (judged[c] - (sum / count));
        }

        return 1 - (errors / spread);
    }

    private delegate double RankStatistic(ReadOnlySpan<double> x, ReadOnlySpan<double> y);

    /// <summary>Figures over rows, prepared so that a replicate is one pass.</summary>
    private sealed class RowStatistics
    {
        private readonly JudgedResponses _data;
        private readonly IReadOnlyList<double> _probabilities;
        private readonly int[] _order;
        private readonly double[,] _right;
        private readonly int[,] _pairs;

        public RowStatistics(JudgedResponses data, IReadOnlyList<double> probabilities)
        {
            (_data, _probabilities) = (data, probabilities);
            _order = [.. Enumerable.Range(0, data.Rows).OrderBy(row => probabilities[row])];
            var size = data.Contestants.Count;
            (_right, _pairs) = (new double[size, size], new int[size, size]);
            for (var prompt = 0; prompt < data.Prompts.Count; prompt++)
            {
                for (var a = 0; a < size; a++)
                {
                    for (var b = 0; b < size; b++)
                    {
                        var (first, second) = (data.RowOf(a, prompt), data.RowOf(b, prompt));
                        if (first >= 0 && second >= 0 && data.Outcomes[first] > 0.5 && data.Outcomes[second] < 0.5)
                        {
                            _pairs[a, b]++;
                            _right[a, b] += probabilities[first] > probabilities[second] ? 1 : probabilities[first] == probabilities[second] ? 0.5 : 0;
                        }
                    }
                }
            }
        }

        public double PairwiseAccuracy(ReadOnlySpan<int> weights)
        {
            double right = 0, all = 0;
            for (var a = 0; a < weights.Length; a++)
            {
                for (var b = 0; b < weights.Length; b++)
                {
                    right += (double)weights[a] * weights[b] * _right[a, b];
                    all += (double)weights[a] * weights[b] * _pairs[a, b];
                }
            }

            return right / all;
        }

        public double Auc(ReadOnlySpan<int> weights)
        {
            double below = 0, wins = 0, right = 0;
            for (var start = 0; start < _order.Length;)
            {
                double won = 0, lost = 0;
                var end = start;
                for (; end < _order.Length && _probabilities[_order[end]] == _probabilities[_order[start]]; end++)
                {
                    var weight = weights[_data.ContestantOf[_order[end]]];
                    won += _data.Outcomes[_order[end]] > 0.5 ? weight : 0;
                    lost += _data.Outcomes[_order[end]] < 0.5 ? weight : 0;
                }

                right += won * (below + (lost / 2));
                wins += won;
                below += lost;
                start = end;
            }

            return right / (wins * below);
        }

        public double Brier(ReadOnlySpan<int> weights)
        {
            double sum = 0, count = 0;
            for (var row = 0; row < _data.Rows; row++)
            {
                var error = _probabilities[row] - _data.Outcomes[row];
                sum += weights[_data.ContestantOf[row]] * error * error;
                count += weights[_data.ContestantOf[row]];
            }

            return sum / count;
        }

        public double CalibrationError(ReadOnlySpan<int> weights)
        {
            double error = 0, all = 0;
            for (var bin = 0; bin < Bins; bin++)
            {
                double difference = 0;
                for (var i = (int)((long)bin * _order.Length / Bins); i < (int)((bin + 1L) * _order.Length / Bins); i++)
                {
                    var weight = weights[_data.ContestantOf[_order[i]]];
                    difference += weight * (_probabilities[_order[i]] - _data.Outcomes[_order[i]]);
                    all += weight;
                }

                error += Math.Abs(difference);
            }

            return error / all;
        }
    }
}
