using System.Globalization;
using Arena.Core.Statistics;

namespace Arena.Bench.Coverage;

/// <summary>A coverage with its Wilson interval, both in [0, 1].</summary>
internal readonly record struct CoverageRate(double Share, Interval Interval)
{
    /// <summary>
    /// The mean of the tournaments' shares. Intervals of one tournament are right and wrong together, so the Wilson interval
    /// counts as many trials as independent ones would have the variance that tournaments show: p(1 − p) / (s²/T).
    /// </summary>
    public static CoverageRate Of(IEnumerable<double> shares)
    {
        double[] values = [.. shares];
        var share = values.Average();
        var variance = values.Sum(value => (value - share) * (value - share)) / (values.Length - 1) / values.Length;
        var trials = variance > 0 ? (long)(share * (1 - share) / variance) : values.Length;
        return new CoverageRate(share, ProportionInterval.Wilson((long)Math.Round(share * trials), trials));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{100 * Share:0.0} ({100 * Interval.Lower:0.0}–{100 * Interval.Upper:0.0})");
}
