namespace Arena.Core.Judging;

/// <summary>What one judge scored the responses to one prompt.</summary>
/// <param name="PromptId">The prompt.</param>
/// <param name="Judge">The judge.</param>
/// <param name="Category">The prompt's category; null where it has none.</param>
/// <param name="Scores">
/// By contestant, the mean score over turns and repeats, in the judge's own units. Contestants all of whose judgments failed are
/// left out.
/// </param>
public sealed record PromptScores(string PromptId, string Judge, string? Category, IReadOnlyDictionary<string, double> Scores)
{
    /// <summary>The <see cref="TieMargin"/> of expected scores: half a score.</summary>
    public const double ExpectedScoreMargin = 0.5;

    /// <summary>
    /// Scores nearer to each other than this are equal when they are put in an order: 0 for scores that were given as numbers. An expected score,
    /// the mean of a model's distribution over whole scores, always differs a little; half a score is what makes two of them another score.
    /// </summary>
    public double TieMargin { get; init; }
}
