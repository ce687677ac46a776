using Arena.Core.Judging;

namespace Arena.Core.Bias.Recorded;

/// <summary>A recorded judge against gold labels. All shares have score intervals clustered by prompt.</summary>
/// <param name="Judge">The judge: a model, and after a slash the strategy by which it was asked.</param>
/// <param name="Protocol">How it was asked.</param>
/// <param name="Subset">The part of the items; null for all.</param>
/// <param name="Items">The items.</param>
/// <param name="Failed">Items without a verdict in some order, or without a score of some response. They count as not right.</param>
/// <param name="Accuracy">
/// Pairwise: of both single orders, those won by the better response, as a judge that is asked once would do. Pointwise: items in which the better response
/// has the higher score, twice over, equal scores counting once of two.
/// </param>
/// <param name="Right">Items that are right in both orders, or in which the better response has the strictly higher score.</param>
/// <param name="Ties">Items with equal scores when pointwise, with a tie in both orders when pairwise.</param>
/// <param name="Position">What the place does; null when pointwise.</param>
public sealed record GoldRecord(
    string Judge,
    Protocol Protocol,
    string? Subset,
    int Items,
    int Failed,
    ClusteredShare Accuracy,
    ClusteredShare Right,
    ClusteredShare Ties,
    PositionReading? Position)
{
    /// <summary>The same by part of the items.</summary>
    public IReadOnlyList<GoldRecord> Subsets { get; init; } = [];
}
