using MathNet.Numerics.Distributions;

namespace Arena.Core.Statistics;

/// <summary>
/// The mean of units that come in clusters, such as comparisons of one prompt: Σ sums / Σ counts, with an interval that takes clusters, and not
/// units, for independent. It is the ratio estimator of survey sampling (Cochran 1977, §6.3) with its linearised variance.
/// </summary>
public static class ClusterMean
{
    /// <summary>
    /// The mean m, and m ± t·√V with V = G/(G − 1) · Σ ψ², ψ = (sum − m·count)/Σ counts, over the G clusters that have units, and t of Student's
    /// distribution with G − 1 degrees of freedom.
    /// </summary>
    /// <param name="sums">The sum of the units of each cluster.</param>
    /// <param name="counts">The number of units of each cluster, or their weight; 0 or more.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <returns>The estimate; NaN without a unit, and without an interval where fewer than two clusters have units.</returns>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of its range.</exception>
    public static IntervalEstimate Estimate(ReadOnlySpan<double> sums, ReadOnlySpan<double> counts, double level = 0.95)
    {
        Preconditions.InsideUnitInterval(level);
        var (mean, influences) = Linearise(sums, counts);
        var squares = 0.0;
        foreach (var influence in influences)
        {
            squares += influence * influence;
        }

        return new IntervalEstimate(mean, Around(mean, squares, ClustersOf(counts), fitted: 1, level));
    }

    /// <summary>The mean, and what each cluster's deviation from it moves the mean by; these add up to 0.</summary>
    internal static (double Mean, double[] Influences) Linearise(ReadOnlySpan<double> sums, ReadOnlySpan<double> counts)
    {
        Preconditions.SameLength(sums.Length, counts.Length);
        var (sum, count) = (0.0, 0.0);
        for (var g = 0; g < sums.Length; g++)
        {
            sum += sums[g];
            count += counts[g];
        }

        var mean = sum / count;
        var influences = new double[sums.Length];
        for (var g = 0; g < influences.Length; g++)
        {
            influences[g] = (sums[g] - (mean * counts[g])) / count;
        }

        return (mean, influences);
    }

    /// <summary>How many clusters have units.</summary>
    internal static int ClustersOf(ReadOnlySpan<double> counts)
    {
        var clusters = 0;
        foreach (var count in counts)
        {
            clusters += count > 0 ? 1 : 0;
        }

        return clusters;
    }

    /// <summary>An interval from the squared influences of clusters, of which <paramref name="fitted"/> numbers were estimated.</summary>
    internal static Interval Around(double estimate, double squares, int clusters, int fitted, double level)
    {
        var (factor, quantile) = Small(clusters, fitted, level);
        var half = quantile * Math.Sqrt(factor * squares);
        return new Interval(estimate - half, estimate + half, level);
    }

    /// <summary>What makes up for few clusters: a factor of the variance, and Student's quantile; NaN where too few are left.</summary>
    internal static (double Factor, double Quantile) Small(int clusters, int fitted, double level) => clusters <= fitted
        ? (double.NaN, double.NaN)
        : (clusters / (double)(clusters - fitted), StudentT.InvCDF(0, 1, clusters - fitted, (1 + level) / 2));
}
