using System.Globalization;
using Arena.Core.Statistics;
using Arena.Core.Surrogate.Hybrid;

namespace Arena.Bench.Surrogate;

/// <summary>How a kind of leaderboard did over many samples, against the one by all verdicts.</summary>
internal sealed class HybridTally(string kind, IReadOnlyList<double> full)
{
    private const string Plain = "plain sample", Powered = "control variate", Shrunk = "shrinkage", Surrogate = "surrogate alone";

    private readonly Lock _lock = new();
    private readonly List<double> _taus = [];
    private readonly List<double> _expected = [];
    private readonly List<double> _widths = [];
    private readonly double[] _errors = new double[full.Count];
    private readonly int[] _covered = new int[full.Count];

    public static string[] Kinds => [Plain, Powered, Shrunk, Surrogate];

    private double MeanSquare => _errors.Sum() / (_errors.Length * _taus.Count);

    public void Add(HybridFit fit)
    {
        var estimate = kind switch { Plain => fit.Plain, Powered => fit.PredictionPowered, Shrunk => fit.Shrunk, _ => null };
        var strengths = estimate?.LogStrengths ?? fit.Predicted;

        // The baseline is in every battle, and no contestant to be ranked.
        int[] ranked = [.. Enumerable.Range(0, full.Count).Where(i => fit.Contestants[i] != AlpacaEvalResponses.Baseline)];
        var tau = RankCorrelation.KendallTauB([.. ranked.Select(i => strengths[i])], [.. ranked.Select(i => full[i])]);
        lock (_lock)
        {
            _taus.Add(tau);
            for (var i = 0; i < full.Count; i++)
            {
                _errors[i] += (strengths[i] - full[i]) * (strengths[i] - full[i]);
                _covered[i] += estimate?.Uncertainty.IntervalOf(i).Contains(full[i]) == true ? 1 : 0;
            }

            if (estimate is not null)
            {
                _widths.Add(estimate.MeanWidth);
                _expected.Add(estimate.ExpectedTau);
            }
        }
    }

    /// <summary>The cells of a row.</summary>
    /// <param name="plain">What others are compared with.</param>
    /// <param name="share">The share of battles judged.</param>
    public string Describe(HybridTally plain, double share)
    {
        var mean = _taus.Average();
        var deviation = Math.Sqrt(_taus.Sum(tau => (tau - mean) * (tau - mean)) / Math.Max(1, _taus.Count - 1));
        var gain = plain.MeanSquare / MeanSquare;

        // A sample's mean square error goes with (1 − share)/share.
        var worth = gain / (gain + ((1 - share) / share));
        var error = Math.Sqrt(MeanSquare);
        if (kind == Surrogate)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{kind} | {mean:.000} ± {deviation:.000} | {_taus.Min():.000} | | | | {error:.000} | {gain:0.00} | {worth:0 %} | ");
        }

        var (covered, looks) = (_covered.Sum(), _taus.Count * full.Count);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{kind} | {mean:.000} ± {deviation:.000} | {_taus.Min():.000} | {100.0 * covered / looks:0.0} % | {100.0 * _covered.Min() / _taus.Count:0} % | {_widths.Average():0.00} | {error:.000} | {gain:0.00} | {worth:0 %} | {_expected.Average():.000}");
    }
}
