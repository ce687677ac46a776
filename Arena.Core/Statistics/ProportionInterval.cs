using MathNet.Numerics.Distributions;

namespace Arena.Core.Statistics;

/// <summary>
/// Two-sided intervals for a probability from independent trials. Where trials come in clusters (several battles of one prompt) they are
/// too narrow: use <see cref="ClusterBootstrap"/>. With no trials nothing is known, and the interval is [0, 1].
/// </summary>
public static class ProportionInterval
{
    /// <summary>
    /// Wilson's score interval, (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n). Its coverage is near the level on average. Wilson
    /// (1927).
    /// </summary>
    /// <param name="successes">Successes, from 0 to the trials.</param>
    /// <param name="trials">Trials, 0 or more.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Interval Wilson(long successes, long trials, double level = 0.95)
    {
        Check(successes, trials, level);
        if (trials == 0)
        {
            return new Interval(0, 1, level);
        }

        return Wilson((double)successes / trials, trials, Normal.InvCDF(0, 1, (1 + level) / 2), level);
    }

    /// <summary>Wilson's interval of a share in so many trials, which may be an effective number, with a given quantile.</summary>
    internal static Interval Wilson(double share, double trials, double quantile, double level)
    {
        var z = quantile;
        var shrink = 1 + (z * z / trials);
        var centre = (share + (z * z / (2 * trials))) / shrink;
        var reach = z * Math.Sqrt((share * (1 - share) / trials) + (z * z / (4 * trials * trials))) / shrink;

        // The ends that are 0 and 1 by algebra are not quite so after rounding.
        return new Interval(share == 0 ? 0 : Math.Max(0, centre - reach), share == 1 ? 1 : Math.Min(1, centre + reach), level);
    }

    /// <summary>
    /// The exact interval of Clopper &amp; Pearson (1934), whose coverage is never below the level: from quantile α/2 of
    /// Beta(x, n − x + 1) to quantile 1 − α/2 of Beta(x + 1, n − x).
    /// </summary>
    /// <param name="successes">Successes x, from 0 to the trials.</param>
    /// <param name="trials">Trials n, 0 or more.</param>
    /// <param name="level">Confidence level 1 − α in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Interval ClopperPearson(long successes, long trials, double level = 0.95)
    {
        Check(successes, trials, level);
        var tail = (1 - level) / 2;
        return new Interval(
            successes == 0 ? 0 : Beta.InvCDF(successes, trials - successes + 1, tail),
            successes == trials ? 1 : Beta.InvCDF(successes + 1, trials - successes, 1 - tail),
            level);
    }

    private static void Check(long successes, long trials, double level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        Preconditions.InsideUnitInterval(level);
    }
}
