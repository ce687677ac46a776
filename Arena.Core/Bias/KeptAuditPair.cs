namespace Arena.Core.Bias;

/// <summary>A pair as a judge was shown it, with numbers for the texts, which come again and again.</summary>
/// <param name="Prompt">Number of the prompt.</param>
/// <param name="Marked">Numbers of the texts of the marked response.</param>
/// <param name="Other">Numbers of those of the other.</param>
/// <param name="Judgments">What was said.</param>
internal sealed record KeptAuditPair(int Prompt, IReadOnlyList<int> Marked, IReadOnlyList<int> Other, IReadOnlyList<Judgment> Judgments);
