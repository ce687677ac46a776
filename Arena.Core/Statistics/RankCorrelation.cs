using System.Numerics.Tensors;

namespace Arena.Core.Statistics;

/// <summary>
/// Correlation of the orders of two series of the same length. Both coefficients lie in [−1, 1], and are NaN where they are not
/// defined: for fewer than two pairs, and where a series is constant.
/// </summary>
public static class RankCorrelation
{
    /// <summary>
    /// Kendall's τ-b, (C − D) / √((n₀ − n₁)(n₀ − n₂)): concordant minus discordant pairs over the geometric mean of the pairs untied in
    /// each series; n₀ = n(n − 1)/2. A pair tied in either series is neither concordant nor discordant. Kendall (1945), computed in
    /// O(n log n) as by Knight (1966).
    /// </summary>
    /// <param name="x">The first series.</param>
    /// <param name="y">The second series.</param>
    /// <returns>τ-b; NaN for fewer than two pairs or a constant series.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a value is NaN.</exception>
    public static double KendallTauB(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Check(x, y);
        var n = x.Length;
        var pairs = new (double X, double Y)[n];
        for (var i = 0; i < n; i++)
        {
            pairs[i] = (x[i], y[i]);
        }

        // By x, then by y: pairs tied in x then need no exchange, so exchanges count the discordant pairs and nothing else.
        Array.Sort(pairs);
        var tiedInBoth = TiedPairs(n, (i, j) => pairs[i] == pairs[j]);
        var tiedInX = TiedPairs(n, (i, j) => pairs[i].X == pairs[j].X);
        var ys = Array.ConvertAll(pairs, pair => pair.Y);
        var discordant = SortCountingExchanges(ys, new double[n]);
        var tiedInY = TiedPairs(n, (i, j) => ys[i] == ys[j]);

        var all = (long)n * (n - 1) / 2;
        var concordant = all - tiedInX - tiedInY + tiedInBoth - discordant;

        // Two square roots, not one: the product of the counts overflows what a double holds exactly.
        var tau = (concordant - discordant) / (Math.Sqrt(all - tiedInX) * Math.Sqrt(all - tiedInY));
        return Bounded(tau);
    }

    /// <summary>
    /// Spearman's ρ: Pearson's correlation of the mid-ranks, which is right with ties too (the short formula with Σd² is not). Spearman
    /// (1904).
    /// </summary>
    /// <param name="x">The first series.</param>
    /// <param name="y">The second series.</param>
    /// <returns>ρ; NaN for fewer than two pairs or a constant series.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a value is NaN.</exception>
    public static double SpearmanRho(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Check(x, y);
        var rankX = MidRanks(x);
        var rankY = MidRanks(y);
        var mean = (x.Length + 1) / 2.0;
        TensorPrimitives.Subtract(rankX, mean, rankX);
        TensorPrimitives.Subtract(rankY, mean, rankY);
        var rho = TensorPrimitives.Dot<double>(rankX, rankY)
            / (Math.Sqrt(TensorPrimitives.SumOfSquares<double>(rankX)) * Math.Sqrt(TensorPrimitives.SumOfSquares<double>(rankY)));
        return Bounded(rho);
    }

    /// <summary>Ranks from 1, the smallest value first; equal values share the mean of the ranks that they take up.</summary>
    /// <param name="values">The values; no NaN.</param>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static double[] MidRanks(ReadOnlySpan<double> values)
    {
        CheckNumbers(values);
        var sorted = values.ToArray();
        var order = Enumerable.Range(0, sorted.Length).ToArray();
        Array.Sort(sorted, order);
        var ranks = new double[sorted.Length];
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            for (var i = start; i < end; i++)
            {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }

            start = end;
        }

        return ranks;
    }

    private static void Check(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Preconditions.SameLength(x.Length, y.Length);
        CheckNumbers(x);
        CheckNumbers(y);
    }

    private static void CheckNumbers(ReadOnlySpan<double> values)
    {
        if (TensorPrimitives.IsNaNAny(values))
        {
            throw new ArgumentException("a value is NaN, which has no rank");
        }
    }

    /// <summary>Clears what rounding adds beyond ±1; 0/0 becomes the documented NaN.</summary>
    private static double Bounded(double coefficient) => double.IsFinite(coefficient) ? Math.Clamp(coefficient, -1, 1) : double.NaN;

    /// <summary>Pairs within runs of equal neighbours.</summary>
    private static long TiedPairs(int n, Func<int, int, bool> areEqual)
    {
        var pairs = 0L;
        var run = 0L;
        for (var i = 1; i < n; i++)
        {
            run = areEqual(i - 1, i) ? run + 1 : 0;
            pairs += run;
        }

        return pairs;
    }

    /// <summary>Merge sort; returns how many exchanges of neighbours bubble sort would have needed.</summary>
    private static long SortCountingExchanges(Span<double> values, Span<double> scratch)
    {
        if (values.Length < 2)
        {
            return 0;
        }

        var middle = values.Length / 2;
        var exchanges = SortCountingExchanges(values[..middle], scratch) + SortCountingExchanges(values[middle..], scratch);
        var merged = scratch[..values.Length];
        for (int left = 0, right = middle, to = 0; to < merged.Length; to++)
        {
            if (right == values.Length || (left < middle && values[left] <= values[right]))
            {
                merged[to] = values[left++];
            }
            else
            {
                merged[to] = values[right++];
                exchanges += middle - left;
            }
        }

        merged.CopyTo(values);
        return exchanges;
    }
}
