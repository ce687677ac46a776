namespace Arena.Core.Judging;

/// <summary>How many judgments a judge gave.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Judgments">Its judgments, failed ones included.</param>
/// <param name="Failed">How many of them failed.</param>
public sealed record JudgmentCount(string Judge, int Judgments, int Failed);
