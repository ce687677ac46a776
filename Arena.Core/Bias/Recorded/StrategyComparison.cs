using Arena.Core.Statistics;

namespace Arena.Core.Bias.Recorded;

/// <summary>A pairwise strategy of a model against a rating strategy of the same model, on the same items.</summary>
/// <param name="Pairwise">The judge asked pairwise; right where both orders are.</param>
/// <param name="Pointwise">The judge asked for ratings; right where the better response's is strictly higher.</param>
/// <param name="Items">The items that both judged, failures counting as not right.</param>
/// <param name="PairwiseOnly">Items that are right pairwise alone.</param>
/// <param name="PointwiseOnly">Items that are right by rating alone.</param>
/// <param name="ExactP">McNemar's exact two-sided p-value.</param>
/// <param name="MidP">McNemar's mid-p value.</param>
/// <param name="AdjustedP">The exact p-value by Holm over the comparisons of the model.</param>
/// <param name="Difference">The pairwise share of right items less that by rating; Tango's interval clustered by prompt.</param>
public sealed record StrategyComparison(
    string Pairwise,
    string Pointwise,
    int Items,
    int PairwiseOnly,
    int PointwiseOnly,
    double ExactP,
    double MidP,
    double AdjustedP,
    IntervalEstimate Difference);
