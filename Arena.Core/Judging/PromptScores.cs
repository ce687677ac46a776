namespace Arena.Core.Judging;

/// <summary>What one judge scored the responses to one prompt.</summary>
/// <param name="PromptId">The prompt.</param>
/// <param name="Judge">The judge.</param>
/// <param name="Category">The prompt's category; null where it has none.</param>
/// <param name="Scores">
/// By contestant, the mean score over turns and repeats, in the judge's own units. Contestants all of whose judgments failed are
/// left out.
/// </param>
public sealed record PromptScores(string PromptId, string Judge, string? Category, IReadOnlyDictionary<string, double> Scores);
