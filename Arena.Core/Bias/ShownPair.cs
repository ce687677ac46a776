namespace Arena.Core.Bias;

/// <summary>A pair as a judge was shown it, and what it said.</summary>
/// <param name="Prompt">What was asked, with what the judge was told beside it.</param>
/// <param name="Marked">The marked response, a text per turn.</param>
/// <param name="Other">The other response, a text per turn.</param>
/// <param name="Judgments">
/// Pairwise: the judgment that shows the marked response first, then the one that shows it second. Pointwise: the judgment of the marked response, then
/// that of the other.
/// </param>
public sealed record ShownPair(Prompt Prompt, IReadOnlyList<string> Marked, IReadOnlyList<string> Other, IReadOnlyList<Judgment> Judgments);
