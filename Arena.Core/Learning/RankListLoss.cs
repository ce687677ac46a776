namespace Arena.Core.Learning;

/// <summary>
/// RankList, local and non-local terms: Σ_i log(1 + e^(s_next − s_i)) + λ Σ_i log(1 + Σ_j e^(s_j − s_i)), where next is the item
/// right below i and j runs over all items further below. A reconstruction from the published description (arXiv 2508.09826),
/// whose exact loss was not at hand; no replication is claimed. A list of two is a Bradley–Terry likelihood.
/// </summary>
/// <remarks>
/// With ties, the items right below i are the nearest group that the margin lets it be compared with, and the local term
/// between two groups of a and b items is the mean over their a·b pairs times the harmonic mean of a and b, which is what two
/// samples of these sizes tell of each other, and 1 where nothing is tied. The non-local term has every item of the group as i.
/// </remarks>
public sealed class RankListLoss : RankedListLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="nonLocalWeight">λ, the weight of the non-local terms; 0 leaves the local ones alone.</param>
    /// <param name="margin">The least difference of labels at which two items are compared.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is negative or not finite.</exception>
    public RankListLoss(double nonLocalWeight = 1, double margin = 0)
        : base(margin)
    {
        if (!(nonLocalWeight >= 0 && double.IsFinite(nonLocalWeight)))
        {
            throw new ArgumentOutOfRangeException(nameof(nonLocalWeight), nonLocalWeight, "λ is a finite number, 0 or more");
        }

        NonLocalWeight = nonLocalWeight;
    }

    /// <summary>λ, the weight of the non-local terms.</summary>
    public double NonLocalWeight { get; }

    internal override double Evaluate<T>(RankedList list, ReadOnlySpan<T> strengths, Span<double> gradient, Span<T> scratch)
    {
        var value = ListTerms.Below(list, strengths, skip: 1, NonLocalWeight, gradient, scratch);
        for (var g = 0; g < list.Count; g++)
        {
            value += GroupPair(list, strengths, g, list.Nearest[g], 1, gradient);
        }

        return value;
    }

    /// <summary>The local term between two groups; 0 where the lower one does not exist.</summary>
    internal static double GroupPair<T>(
        RankedList list, ReadOnlySpan<T> strengths, int upper, int lower, double weight, Span<double> gradient)
        where T : unmanaged, IStrength<T>
    {
        if (lower >= list.Count)
        {
            return 0;
        }

        var (first, end) = (list.Starts[upper], list.Starts[upper + 1]);
        var (lowerFirst, lowerEnd) = (list.Starts[lower], list.Starts[lower + 1]);
        weight *= 2.0 / (end - first + lowerEnd - lowerFirst);
        return ListTerms.Pairs(strengths, first, end, lowerFirst, lowerEnd, weight, gradient);
    }
}
