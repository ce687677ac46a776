namespace Arena.Core.Statistics;

/// <summary>
/// Adjusted p-values for several tests at once, in the order of the given ones: a test is significant at α where its adjusted p-value is
/// at most α.
/// </summary>
public static class MultipleTesting
{
    /// <summary>
    /// Holm's step-down procedure, which bounds the probability of any false finding, whatever the dependence between tests: with
    /// p₍₁₎ ≤ … ≤ p₍ₘ₎, the running maximum of (m − i + 1)·p₍ᵢ₎, at most 1. Holm (1979).
    /// </summary>
    /// <param name="pValues">The p-values, in any order.</param>
    /// <returns>The adjusted p-values, in the order given.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A p-value is not in [0, 1].</exception>
    public static double[] Holm(ReadOnlySpan<double> pValues)
    {
        var (sorted, order) = Sort(pValues);
        var adjusted = new double[sorted.Length];
        var running = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            running = Math.Max(running, Math.Min(1, (sorted.Length - i) * sorted[i]));
            adjusted[order[i]] = running;
        }

        return adjusted;
    }

    /// <summary>
    /// Benjamini and Hochberg's step-up procedure, which bounds the expected share of false findings among the findings, for tests that are
    /// independent or positively dependent: the running minimum from the largest down of m/i·p₍ᵢ₎. Benjamini &amp; Hochberg (1995).
    /// </summary>
    /// <param name="pValues">The p-values, in any order.</param>
    /// <returns>The adjusted p-values (q-values), in the order given.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A p-value is not in [0, 1].</exception>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues)
    {
        var (sorted, order) = Sort(pValues);
        var adjusted = new double[sorted.Length];
        var running = 1.0;
        for (var i = sorted.Length - 1; i >= 0; i--)
        {
            // The factor first: it is at least 1, so rounding cannot take the product below the p-value.
            running = Math.Min(running, (double)sorted.Length / (i + 1) * sorted[i]);
            adjusted[order[i]] = running;
        }

        return adjusted;
    }

    private static (double[] Sorted, int[] Order) Sort(ReadOnlySpan<double> pValues)
    {
        foreach (var p in pValues)
        {
            Preconditions.InUnitInterval(p, nameof(pValues));
        }

        var sorted = pValues.ToArray();
        var order = Enumerable.Range(0, sorted.Length).ToArray();
        Array.Sort(sorted, order);
        return (sorted, order);
    }
}
