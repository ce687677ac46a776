namespace Arena.Core.Statistics;

/// <summary>
/// Quantiles of a sample by linear interpolation between order statistics: type 7 of Hyndman &amp; Fan (1996), the default of R
/// and NumPy. With sorted values x₀ … x₍ₙ₋₁₎ and h = (n − 1)p it is x⌊h⌋ + (h − ⌊h⌋)(x⌊h⌋₊₁ − x⌊h⌋).
/// </summary>
public static class Quantile
{
    /// <summary>The quantile of values in any order.</summary>
    /// <param name="values">The sample; no NaN.</param>
    /// <param name="probability">Which quantile, in [0, 1].</param>
    /// <returns>The quantile in the units of the values; NaN for an empty sample.</returns>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    public static double Of(ReadOnlySpan<double> values, double probability)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted, probability);
    }

    /// <summary>The quantile of values in ascending order.</summary>
    /// <param name="sorted">The sample in ascending order; no NaN.</param>
    /// <param name="probability">Which quantile, in [0, 1].</param>
    /// <returns>The quantile in the units of the values; NaN for an empty sample.</returns>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    public static double OfSorted(ReadOnlySpan<double> sorted, double probability)
    {
        Preconditions.InUnitInterval(probability);
        if (sorted.IsEmpty)
        {
            return double.NaN;
        }

        // NaN sorts before every number.
        if (double.IsNaN(sorted[0]))
        {
            throw new ArgumentException("a value is NaN", nameof(sorted));
        }

        var position = (sorted.Length - 1) * probability;
        var below = (int)position;
        var lower = sorted[below];
        var upper = sorted[Math.Min(below + 1, sorted.Length - 1)];

        // Equal neighbours are returned as they are: between infinities the interpolation would be NaN.
        return lower == upper ? lower : lower + ((position - below) * (upper - lower));
    }

    /// <summary>The middle part of a sample: from quantile (1 − level)/2 to quantile (1 + level)/2.</summary>
    /// <param name="values">The sample; no NaN.</param>
    /// <param name="level">Share of the sample to enclose, in (0, 1).</param>
    /// <returns>The interval; its ends are NaN for an empty sample.</returns>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not in (0, 1).</exception>
    public static Interval Central(ReadOnlySpan<double> values, double level)
    {
        Preconditions.InsideUnitInterval(level);
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return new Interval(OfSorted(sorted, (1 - level) / 2), OfSorted(sorted, (1 + level) / 2), level);
    }
}
