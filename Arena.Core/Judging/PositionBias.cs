namespace Arena.Core.Judging;

/// <summary>What a judge that saw the same comparisons in both orders makes of the order.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Consistency">
/// Comparisons with the same verdict in both orders, of all seen in both; a tie is a verdict like any other.
/// </param>
/// <param name="FirstPicks">
/// Verdicts for the contestant shown first, of all that are no tie, over the same comparisons: ½ without a preference for a place, whatever
/// the contestants, since each was shown first once.
/// </param>
public sealed record PositionBias(string Judge, ClusteredShare Consistency, ClusteredShare FirstPicks);
