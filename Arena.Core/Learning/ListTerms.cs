using System.Runtime.CompilerServices;

namespace Arena.Core.Learning;

/// <summary>The two kinds of terms that losses over ranked lists are made of, with w = e^s for the items in gold order.</summary>
/// <remarks>Optimised at the first call: a fit may spend less time here than the runtime takes to notice that it matters.</remarks>
internal static class ListTerms
{
    /// <summary>
    /// weight · Σ log(1 + w_j / w_i) over all pairs of an item i of one group and an item j of a run of lower items. Adds the
    /// derivatives to the gradient.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Pairs<T>(
        ReadOnlySpan<T> strengths, int first, int end, int lowerFirst, int lowerEnd, double weight, Span<double> gradient)
        where T : unmanaged, IStrength<T>
    {
        var lower = strengths[lowerFirst..lowerEnd];
        var lowerGradient = gradient[lowerFirst..lowerEnd];
        var value = 0.0;
        var product = T.One;
        for (var i = first; i < end; i++)
        {
            var inverse = T.One / strengths[i];
            var pull = 0.0;
            for (var j = 0; j < lower.Length; j++)
            {
                var sum = strengths[i] + lower[j];
                var share = (lower[j] / sum).ToDouble();
                pull += share;
                lowerGradient[j] += weight * share;
                product *= sum * inverse;
                if (product.IsLarge)
                {
                    value += product.ToLog();
                    product = T.One;
                }
            }

            gradient[i] -= weight * pull;
        }

        return weight * (value + product.ToLog());
    }

    /// <summary>
    /// weight · Σ_i log(1 + Σ_j w_j / w_i), where j runs over all items of the groups from Nearest + skip on. Adds the
    /// derivatives to the gradient. One pass up for the sums and one down for the derivatives, so linear in the items. The scratch
    /// has room for 2 (groups + 1) numbers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Below<T>(
        RankedList list, ReadOnlySpan<T> strengths, int skip, double weight, Span<double> gradient, Span<T> scratch)
        where T : unmanaged, IStrength<T>
    {
        var starts = list.Starts;
        var groups = list.Count;
        var sums = scratch[..(groups + 1)];
        var pulls = scratch.Slice(groups + 1, groups + 1);
        pulls.Fill(T.Zero);
        sums[groups] = T.Zero;
        for (var g = groups - 1; g >= 0; g--)
        {
            var sum = sums[g + 1];
            for (var i = starts[g]; i < starts[g + 1]; i++)
            {
                sum += strengths[i];
            }

            sums[g] = sum;
        }

        var value = 0.0;
        var product = T.One;
        var pull = T.Zero;
        for (var g = 0; g < groups; g++)
        {
            // The derivative of log(w_i + S) by s_j is w_j / (w_i + S) for every j in S, and such sets only shrink as g grows:
            // what was added at the group where a set begins holds for all groups after it.
            pull += pulls[g];
            var below = Math.Min(list.Nearest[g] + skip, groups);
            for (var i = starts[g]; i < starts[g + 1]; i++)
            {
                gradient[i] += weight * (strengths[i] * pull).ToDouble();
                if (below < groups)
                {
                    var total = strengths[i] + sums[below];
                    var inverse = T.One / total;
                    pulls[below] += inverse;
                    gradient[i] -= weight * (sums[below] * inverse).ToDouble();
                    product *= total / strengths[i];
                    if (product.IsLarge)
                    {
                        value += product.ToLog();
                        product = T.One;
                    }
                }
            }
        }

        return weight * (value + product.ToLog());
    }
}
