using Arena.Core.Statistics;

namespace Arena.Core.Bias;

/// <summary>Pairwise against pointwise under the same distractor, on the items whose marked response had lost under both.</summary>
/// <param name="Distractor">The distractor; null for all together.</param>
/// <param name="Items">The items.</param>
/// <param name="Prompts">The prompts that they belong to.</param>
/// <param name="Both">Items that flip under both protocols.</param>
/// <param name="PairwiseOnly">Items that flip pairwise alone.</param>
/// <param name="PointwiseOnly">Items that flip pointwise alone.</param>
/// <param name="ExactP">McNemar's exact two-sided p-value; it takes items for independent.</param>
/// <param name="MidP">McNemar's mid-p value; likewise.</param>
/// <param name="ClusteredP">The exact sign-flip test over prompts; with one item a prompt it is McNemar's exact test.</param>
/// <param name="Difference">The pairwise share of flips less the pointwise one; Tango's interval clustered by prompt.</param>
/// <param name="ExcessDifference">
/// The pairwise excess over placebo less the pointwise one, on those of the items that have a placebo under both; clustered by prompt.
/// </param>
public sealed record ProtocolComparison(
    string? Distractor,
    int Items,
    int Prompts,
    int Both,
    int PairwiseOnly,
    int PointwiseOnly,
    double ExactP,
    double MidP,
    double ClusteredP,
    IntervalEstimate Difference,
    IntervalEstimate ExcessDifference);
