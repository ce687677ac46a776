namespace Arena.Core.Learning;

/// <summary>
/// RankList, skip-wise: L = Σ_{k ≤ K} c^(k−1) L_k with L_k = Σ_i log(1 + e^(s_{i+k} − s_i)). Training shows it lists of growing
/// difficulty by letting K grow from 1 to n − 1. A reconstruction like <see cref="RankListLoss"/>, whose treatment of ties and
/// margin it shares: the k-th group is counted from the nearest that can be compared. Without ties, K ≥ n − 1 and c = 1 it is RankNet.
/// </summary>
public sealed class SkipWiseRankListLoss : RankedListLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="depth">K, the number of groups below its own with which an item is compared; 1 or more.</param>
    /// <param name="decay">c, by which every further group weighs less; in (0, 1].</param>
    /// <param name="margin">The least difference of labels at which two items are compared.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public SkipWiseRankListLoss(int depth, double decay = 1, double margin = 0)
        : base(margin)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(depth);
        if (!(decay is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "the decay lies above 0 and at most at 1");
        }

        Depth = depth;
        Decay = decay;
    }

    /// <summary>K, the number of groups below its own with which an item is compared.</summary>
    public int Depth { get; }

    /// <summary>c, by which every further group weighs less.</summary>
    public double Decay { get; }

    internal override double Evaluate<T>(RankedList list, ReadOnlySpan<T> strengths, Span<double> gradient, Span<T> scratch)
    {
        var value = 0.0;
        for (var g = 0; g < list.Count; g++)
        {
            var weight = 1.0;
            for (var lower = list.Nearest[g]; lower < list.Count && lower - list.Nearest[g] < Depth; lower++)
            {
                value += RankListLoss.GroupPair(list, strengths, g, lower, weight, gradient);
                weight *= Decay;
            }
        }

        return value;
    }
}
