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
/// Of all pairs of responses to a prompt of which one beat the baseline and the other did not, or one beat the other, the share in which the winner has the
/// greater score.
/// </param>
/// <param name="Auc">The probability that a response that won its battle has a greater probability of it than one that lost, over all prompts.</param>
/// <param name="Brier">Mean squared difference of probability and outcome.</param>
/// <param name="CalibrationError">Mean, over fifteen bins of as many battles by probability, of |mean probability − mean outcome| (ECE, Naeini et al. 2015).</param>
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
    /// <param name="logOdds">Calibrated score of every row, as <see cref="SurrogatePredictions.LogOdds"/>.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <param name="comparedWith">Scores of other predictions, whose τ is subtracted; null for none.</param>
    /// <param name="replicates">Bootstrap replicates.</param>
    public static SurrogateMetrics Measure(
        JudgedResponses data, IReadOnlyList<double> logOdds, long seed, IReadOnlyList<double>? comparedWith = null, int replicates = 500)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(logOdds);
        var judged = JudgedStrengths(data);
        var predicted = PredictedStrengths(data, logOdds);
        var pairs = new PairStatistics(data, logOdds);
        var tau = Run(weights => Correlation(RankCorrelation.KendallTauB, predicted, judged, weights));
        return new(
            tau,
            Run(weights => Correlation(RankCorrelation.SpearmanRho, predicted, judged, weights)),
            Run(weights => R2(predicted, judged, weights)),
            Run(pairs.PairwiseAccuracy),
            Run(pairs.Auc),
            Run(pairs.Brier),
            Run(pairs.CalibrationError),
            comparedWith is null ? null : Difference(PredictedStrengths(data, comparedWith)));

        BootstrapResult Run(ClusterStatistic statistic) => ClusterBootstrap.Run(data.Contestants.Count, statistic, seed, replicates);

        BootstrapResult Difference(double[] other) => ClusterBootstrap.RunPaired(
            data.Contestants.Count,
            weights => Correlation(RankCorrelation.KendallTauB, predicted, judged, weights),
            weights => Correlation(RankCorrelation.KendallTauB, other, judged, weights),
            seed,
            replicates);
    }

    /// <summary>Bradley–Terry log-strengths of the contestants, by what was judged; relative to the baseline's, or centred where there is none.</summary>
    /// <param name="data">The responses.</param>
    public static double[] JudgedStrengths(JudgedResponses data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Strengths(data, pair => pair.Outcome);
    }

    /// <summary>The same of predicted battles between the same responses.</summary>
    /// <param name="data">The responses.</param>
    /// <param name="logOdds">Calibrated score of every row.</param>
    public static double[] PredictedStrengths(JudgedResponses data, IReadOnlyList<double> logOdds)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(logOdds);
        return Strengths(data, pair => Logistic.Probability(pair.Lead(logOdds)));
    }

    private static double[] Strengths(JudgedResponses data, Func<JudgedPair, double> outcomeOf)
    {
        if (data.Baseline is not { } baseline)
        {
            return FieldStrengths.Of(
                data.Contestants.Count, data.Pairs.Select(pair => (data.ContestantOf[pair.Row], data.ContestantOf[pair.Opponent], outcomeOf(pair), pair.Weight)));
        }

        var battles = new BattleTableBuilder();
        foreach (var pair in data.Pairs)
        {
            battles.Add(new Battle(data.Contestants[data.ContestantOf[pair.Row]], baseline, outcomeOf(pair), 1, data.Prompts[data.PromptOf[pair.Row]]));
        }

        var fit = Rating.Fit(battles.Build(), new RatingOptions { Intervals = IntervalMethod.None });
        var byName = fit.Contestants.Zip(fit.LogStrengths).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        return [.. data.Contestants.Select(name => byName[name] - byName[baseline])];
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

    /// <summary>Figures over pairs, prepared so that a replicate is one pass.</summary>
    private sealed class PairStatistics
    {
        private readonly JudgedResponses _data;
        private readonly JudgedPair[] _pairs;
        private readonly double[] _probabilities;
        private readonly double[,] _right;
        private readonly int[,] _decided;

        public PairStatistics(JudgedResponses data, IReadOnlyList<double> logOdds)
        {
            _data = data;
            var size = data.Contestants.Count;
            (_right, _decided) = (new double[size, size], new int[size, size]);
            if (data.Baseline is null)
            {
                CountPairs(logOdds);
            }
            else
            {
                CountWithinPrompts(logOdds);
            }

            _pairs = [.. JudgedResponses.BothSides(data.Pairs).OrderBy(pair => pair.Lead(logOdds))];
            _probabilities = [.. _pairs.Select(pair => Logistic.Probability(pair.Lead(logOdds)))];
        }

        public double PairwiseAccuracy(ReadOnlySpan<int> weights)
        {
            double right = 0, all = 0;
            for (var a = 0; a < weights.Length; a++)
            {
                for (var b = 0; b < weights.Length; b++)
                {
                    right += (double)weights[a] * weights[b] * _right[a, b];
                    all += (double)weights[a] * weights[b] * _decided[a, b];
                }
            }

            return right / all;
        }

        public double Auc(ReadOnlySpan<int> weights)
        {
            double below = 0, wins = 0, right = 0;
            for (var start = 0; start < _pairs.Length;)
            {
                double won = 0, lost = 0;
                var end = start;
                for (; end < _pairs.Length && _probabilities[end] == _probabilities[start]; end++)
                {
                    var weight = Weight(weights, _pairs[end]);
                    won += _pairs[end].Outcome > 0.5 ? weight : 0;
                    lost += _pairs[end].Outcome < 0.5 ? weight : 0;
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
            for (var i = 0; i < _pairs.Length; i++)
            {
                var (error, weight) = (_probabilities[i] - _pairs[i].Outcome, Weight(weights, _pairs[i]));
                sum += weight * error * error;
                count += weight;
            }

            return sum / count;
        }

        public double CalibrationError(ReadOnlySpan<int> weights)
        {
            double error = 0, all = 0;
            for (var bin = 0; bin < Bins; bin++)
            {
                double difference = 0;
                for (var i = (int)((long)bin * _pairs.Length / Bins); i < (int)((bin + 1L) * _pairs.Length / Bins); i++)
                {
                    var weight = Weight(weights, _pairs[i]);
                    difference += weight * (_probabilities[i] - _pairs[i].Outcome);
                    all += weight;
                }

                error += Math.Abs(difference);
            }

            return error / all;
        }

        private double Weight(ReadOnlySpan<int> weights, JudgedPair pair) =>
            weights[_data.ContestantOf[pair.Row]] * (pair.Opponent < 0 ? 1.0 : weights[_data.ContestantOf[pair.Opponent]]);

        private void CountPairs(IReadOnlyList<double> logOdds)
        {
            foreach (var pair in _data.Pairs.Select(pair => pair.Outcome < 0.5 ? pair.Exchange() : pair).Where(pair => pair.Outcome > 0.5))
            {
                Count(logOdds, pair.Row, pair.Opponent);
            }
        }

        private void CountWithinPrompts(IReadOnlyList<double> logOdds)
        {
            for (var prompt = 0; prompt < _data.Prompts.Count; prompt++)
            {
                for (var a = 0; a < _data.Contestants.Count; a++)
                {
                    for (var b = 0; b < _data.Contestants.Count; b++)
                    {
                        var (first, second) = (_data.RowOf(a, prompt), _data.RowOf(b, prompt));
                        if (first >= 0 && second >= 0 && _data.Outcomes[first] > 0.5 && _data.Outcomes[second] < 0.5)
                        {
                            Count(logOdds, first, second);
                        }
                    }
                }
            }
        }

        private void Count(IReadOnlyList<double> logOdds, int winner, int loser)
        {
            var (a, b) = (_data.ContestantOf[winner], _data.ContestantOf[loser]);
            _decided[a, b]++;
            _right[a, b] += logOdds[winner] > logOdds[loser] ? 1 : logOdds[winner] == logOdds[loser] ? 0.5 : 0;
        }
    }
}
