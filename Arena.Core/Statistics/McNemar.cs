using MathNet.Numerics.Distributions;

namespace Arena.Core.Statistics;

/// <summary>
/// Whether two paired yes/no results differ, such as two judges on the same items: McNemar's test (1947) on the discordant pairs alone.
/// Without a difference each falls either way with probability ½. All p-values are two-sided, and 1 where no pair is discordant.
/// </summary>
public static class McNemar
{
    /// <summary>The exact test: 2·P(X ≤ min(b, c)), at most 1, with X ~ Binomial(b + c, ½). It errs on the safe side.</summary>
    /// <param name="firstOnly">Pairs b in which only the first is yes.</param>
    /// <param name="secondOnly">Pairs c in which only the second is yes.</param>
    /// <returns>The two-sided p-value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static double ExactP(int firstOnly, int secondOnly)
    {
        var (fewer, pairs) = Check(firstOnly, secondOnly);
        return Math.Min(1, 2 * Binomial.CDF(0.5, pairs, fewer));
    }

    /// <summary>
    /// The mid-p test: the exact p-value less P(X = min(b, c)). Its level is close to the nominal one and hardly ever above it. Fagerland,
    /// Lydersen &amp; Laake (2013).
    /// </summary>
    /// <param name="firstOnly">Pairs b in which only the first is yes.</param>
    /// <param name="secondOnly">Pairs c in which only the second is yes.</param>
    /// <returns>The two-sided p-value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static double MidP(int firstOnly, int secondOnly)
    {
        var (fewer, pairs) = Check(firstOnly, secondOnly);
        return Math.Min(1, (2 * Binomial.CDF(0.5, pairs, fewer)) - Binomial.PMF(0.5, pairs, fewer));
    }

    private static (int Fewer, int Pairs) Check(int firstOnly, int secondOnly)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstOnly);
        ArgumentOutOfRangeException.ThrowIfNegative(secondOnly);
        return (Math.Min(firstOnly, secondOnly), checked(firstOnly + secondOnly));
    }
}
