namespace Arena.Core.Learning;

/// <summary>
/// ListMLE, the negative Plackett–Luce log-likelihood of the gold order: Σ_i log(1 + Σ_j e^(s_j − s_i)), where j runs over all
/// items below i. Xia et al., "Listwise approach to learning to rank", ICML 2008; Plackett 1975; Luce 1959.
/// </summary>
/// <remarks>
/// With ties, every item of a group is chosen out of itself and all that is below its group: its tied companions are left
/// aside. (Breslow's form, which puts them all into the sum, would draw tied items together; the other losses do not.)
/// </remarks>
public sealed class ListMleLoss : RankedListLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="margin">The least difference of labels at which two items are compared.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite.</exception>
    public ListMleLoss(double margin = 0)
        : base(margin)
    {
    }

    internal override double Evaluate<T>(RankedList list, ReadOnlySpan<T> strengths, Span<double> gradient, Span<T> scratch) =>
        ListTerms.Below(list, strengths, skip: 0, 1, gradient, scratch);
}
