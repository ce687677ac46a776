namespace Arena.Core.Statistics;

/// <summary>
/// The exact sign-flip test of paired differences in clusters: where neither side is favoured, the sum of a cluster is as likely as its
/// negative, whatever depends on what within it, and all 2ᴳ choices of signs are equally likely (Fisher 1935, §21). Where every cluster is one pair of yes/no
/// results it is the sign test, and so McNemar's exact test.
/// </summary>
public static class SignFlip
{
    /// <summary>One-sided: how often random signs give a total at least as great as the one seen. 1 where all sums are 0.</summary>
    /// <param name="sums">The sum of the differences of each cluster; zeros say nothing.</param>
    /// <exception cref="ArgumentException">The absolute sums add up to more than a million, for which this test is not made.</exception>
    public static double UpperP(ReadOnlySpan<int> sums)
    {
        var (total, reach) = (0L, 0L);
        foreach (var sum in sums)
        {
            total += sum;
            reach += Math.Abs((long)sum);
        }

        if (reach > 1_000_000)
        {
            throw new ArgumentException("the sums are too great for an exact test", nameof(sums));
        }

        // With S the random total, (S + reach)/2 is the sum of the absolute values that got a plus: one step of the convolution for each.
        var probabilities = new double[reach + 1];
        probabilities[0] = 1;
        var top = 0;
        foreach (var sum in sums)
        {
            var size = Math.Abs(sum);
            if (size == 0)
            {
                continue;
            }

            top += size;
            for (var at = top; at >= 0; at--)
            {
                probabilities[at] = (probabilities[at] + (at >= size ? probabilities[at - size] : 0)) / 2;
            }
        }

        var p = 0.0;
        for (var at = (total + reach) / 2; at <= reach; at++)
        {
            p += probabilities[at];
        }

        return Math.Min(1, p);
    }

    /// <summary>Two-sided: twice the smaller of the two one-sided p-values, at most 1.</summary>
    /// <param name="sums">The sum of the differences of each cluster.</param>
    /// <exception cref="ArgumentException">The absolute sums add up to more than a million, for which this test is not made.</exception>
    public static double TwoSidedP(ReadOnlySpan<int> sums)
    {
        var negated = new int[sums.Length];
        for (var g = 0; g < negated.Length; g++)
        {
            negated[g] = -sums[g];
        }

        return Math.Min(1, 2 * Math.Min(UpperP(sums), UpperP(negated)));
    }
}
