namespace Arena.Core.Judging;

/// <summary>Scores by prompt, and what they were made of.</summary>
/// <param name="Prompts">The scores, one entry for every judge and prompt.</param>
/// <param name="Judgments">Number of pointwise judgments, failed ones included.</param>
/// <param name="Failed">How many of them failed and so are in no score.</param>
public sealed record PointwiseScores(IReadOnlyList<PromptScores> Prompts, int Judgments, int Failed);
