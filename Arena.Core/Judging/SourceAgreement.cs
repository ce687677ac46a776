namespace Arena.Core.Judging;

/// <summary>
/// How far two sources of votes agree: over all pairs of votes, one from each source and by different voters, on the same prompt and the
/// same two contestants.
/// </summary>
/// <param name="First">One source.</param>
/// <param name="Second">The other source; the same one where its voters are compared with one another.</param>
public sealed record SourceAgreement(VoteSource First, VoteSource Second)
{
    /// <summary>How many comparisons (a prompt with two contestants) have such a pair of votes.</summary>
    public required int Comparisons { get; init; }

    /// <summary>Pairs of votes with the same verdict, a tie being a verdict like any other, of all pairs of votes.</summary>
    public required ClusteredShare WithTies { get; init; }

    /// <summary>Pairs of votes for the same contestant, of the pairs in which neither vote is a tie.</summary>
    public required ClusteredShare WithoutTies { get; init; }

    /// <summary>
    /// Cohen's κ over the pairs of votes, of two different sources; null for one source with itself, or where it is not defined. Which
    /// contestant is called the first is arbitrary, so every pair of votes counts in both orientations.
    /// </summary>
    public double? Kappa { get; init; }

    /// <summary>
    /// Krippendorff's nominal α of one source's voters among themselves, every comparison in both orientations; null for two different
    /// sources, or where it is not defined.
    /// </summary>
    public double? Alpha { get; init; }
}
