namespace Arena.Core.Learning;

/// <summary>
/// RankNet: Σ log(1 + e^(s_j − s_i)) over all pairs whose labels put i above j. Burges et al., "Learning to rank using gradient
/// descent", ICML 2005, with target probability 1. A list of two is a Bradley–Terry likelihood. Quadratic in the items.
/// </summary>
public sealed class RankNetLoss : RankedListLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="margin">The least difference of labels at which two items are compared.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite.</exception>
    public RankNetLoss(double margin = 0)
        : base(margin)
    {
    }

    internal override double Evaluate<T>(RankedList list, ReadOnlySpan<T> strengths, Span<double> gradient, Span<T> scratch)
    {
        var value = 0.0;
        for (var g = 0; g < list.Count; g++)
        {
            var below = list.Starts[list.Nearest[g]];
            value += ListTerms.Pairs(strengths, list.Starts[g], list.Starts[g + 1], below, strengths.Length, 1, gradient);
        }

        return value;
    }
}
