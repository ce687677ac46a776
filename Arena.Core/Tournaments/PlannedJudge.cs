namespace Arena.Core.Tournaments;

/// <summary>What a plan asks of one judge, and what that costs.</summary>
/// <param name="Judge">The judge's name.</param>
/// <param name="Protocol">How it is asked.</param>
/// <param name="Judgments">Judgments that the plan holds; at most, where pairing is adaptive.</param>
/// <param name="There">How many of them are in the store.</param>
/// <param name="Tokens">Tokens of the prompts of what is missing, from the warm-up; null where there was none.</param>
/// <param name="Seconds">Time for what is missing, from the warm-up; null where there was none.</param>
public sealed record PlannedJudge(string Judge, Protocol Protocol, int Judgments, int There, double? Tokens, double? Seconds);
