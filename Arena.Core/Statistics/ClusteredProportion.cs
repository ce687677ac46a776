using MathNet.Numerics.Distributions;

namespace Arena.Core.Statistics;

/// <summary>
/// Score intervals of shares whose items come in clusters, such as comparisons of one prompt. The interval of independent items is computed for
/// the <b>effective number of items</b>, n over the design effect: the clustered variance of the estimate over that of independent items, and at
/// least 1; with Student's quantile in place of the normal one, since the design effect is estimated from G clusters (Korn &amp; Graubard 1998; Dean
/// &amp; Pagano 2015). Unlike a mean with its standard error, such an interval holds where the share is near 0 and clusters are few. Where every cluster is one
/// item there is nothing to estimate, and it is the interval of independent items itself.
/// </summary>
public static class ClusteredProportion
{
    /// <summary>Wilson's interval of a share.</summary>
    /// <param name="successes">The items of each cluster that have the property.</param>
    /// <param name="counts">The items of each cluster.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <returns>The share; NaN without an item, and without an interval where fewer than two clusters have items.</returns>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static IntervalEstimate Wilson(ReadOnlySpan<int> successes, ReadOnlySpan<int> counts, double level = 0.95)
    {
        var share = Sum(successes) / Sum(counts);
        if (Basis(successes, counts, share * (1 - share), level) is not { } basis)
        {
            return new(share, new(double.NaN, double.NaN, level));
        }

        return new(share, ProportionInterval.Wilson(share, basis.Items, basis.Quantile, level));
    }

    /// <summary>
    /// Tango's score interval (1998) of the difference of two shares on the same items: all δ for which b − c − nδ lies within the quantile of its standard
    /// deviation √(n(2q + δ(1 − δ))), q being the likeliest share of items that only the second has, given δ.
    /// </summary>
    /// <param name="firstOnly">The items b of each cluster that only the first has.</param>
    /// <param name="secondOnly">The items c of each cluster that only the second has.</param>
    /// <param name="counts">All items n of each cluster.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <returns>The first share less the second, in [−1, 1]; NaN without an item, and without an interval where fewer than two clusters have items.</returns>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static IntervalEstimate Difference(
        ReadOnlySpan<int> firstOnly, ReadOnlySpan<int> secondOnly, ReadOnlySpan<int> counts, double level = 0.95)
    {
        Preconditions.SameLength(firstOnly.Length, secondOnly.Length);
        var differences = new int[firstOnly.Length];
        for (var g = 0; g < differences.Length; g++)
        {
            differences[g] = firstOnly[g] - secondOnly[g];
        }

        var n = Sum(counts);
        var (first, second) = (Sum(firstOnly) / n, Sum(secondOnly) / n);
        var difference = first - second;
        if (Basis(differences, counts, first + second - (difference * difference), level) is not { } basis)
        {
            return new(difference, new(double.NaN, double.NaN, level));
        }

        return new(difference, new(
            End(-1, difference, delta => Score(first, second, basis.Items, delta) > basis.Quantile),
            End(1, difference, delta => Score(first, second, basis.Items, delta) < -basis.Quantile),
            level));
    }

    /// <summary>
    /// By how much clusters inflate the variance of a mean of items: its clustered variance over that of independent items, at least 1. It is 1 where items
    /// do not differ, which tells nothing of it.
    /// </summary>
    /// <param name="sums">The sum of the items of each cluster.</param>
    /// <param name="counts">The items of each cluster.</param>
    /// <param name="variance">The variance of one item.</param>
    internal static double DesignEffect(ReadOnlySpan<int> sums, ReadOnlySpan<int> counts, double variance)
    {
        var (clusters, n) = (0, Sum(counts));
        var (squares, mean) = (0.0, Sum(sums) / n);
        for (var g = 0; g < sums.Length; g++)
        {
            clusters += counts[g] > 0 ? 1 : 0;
            var influence = (sums[g] - (mean * counts[g])) / n;
            squares += influence * influence;
        }

        return clusters < 2 || variance <= 0 ? 1 : Math.Max(1, squares * clusters / (clusters - 1) / (variance / n));
    }

    private static (double Items, double Quantile)? Basis(ReadOnlySpan<int> sums, ReadOnlySpan<int> counts, double variance, double level)
    {
        Preconditions.InsideUnitInterval(level);
        Preconditions.SameLength(sums.Length, counts.Length);
        var (clusters, largest) = (0, 0);
        foreach (var count in counts)
        {
            clusters += count > 0 ? 1 : 0;
            largest = Math.Max(largest, count);
        }

        return clusters < 2 ? null
            : largest == 1 ? (clusters, Normal.InvCDF(0, 1, (1 + level) / 2))
            : (Sum(counts) / DesignEffect(sums, counts, variance), StudentT.InvCDF(0, 1, clusters - 1, (1 + level) / 2));
    }

    /// <summary>How many standard deviations the shares seen lie above a difference δ.</summary>
    private static double Score(double first, double second, double items, double delta)
    {
        var b = -(first + second) + ((2 - first + second) * delta);
        var c = -second * delta * (1 - delta);
        var rest = (Math.Sqrt(Math.Max(0, (b * b) - (8 * c))) - b) / 4;
        var variance = (2 * rest) + (delta * (1 - delta));
        var distance = first - second - delta;
        return variance > 0 ? distance * Math.Sqrt(items / variance)
            : distance == 0 ? 0 : double.PositiveInfinity * Math.Sign(distance);
    }

    /// <summary>The end of the interval between an extreme, which is outside unless nothing is, and the estimate, which is inside.</summary>
    private static double End(double extreme, double estimate, Func<double, bool> isOutside)
    {
        if (!isOutside(extreme))
        {
            return extreme;
        }

        var (outside, inside) = (extreme, estimate);
        for (var i = 0; i < 60; i++)
        {
            var middle = (outside + inside) / 2;
            (outside, inside) = isOutside(middle) ? (middle, inside) : (outside, middle);
        }

        return inside;
    }

    private static double Sum(ReadOnlySpan<int> values)
    {
        var sum = 0L;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }
}
