namespace Arena.Core.Storage;

/// <summary>How far judges are with a tournament.</summary>
/// <param name="Judgments">Judgments that count, failed ones included.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="Tokens">Tokens of what was judged.</param>
public readonly record struct JudgmentTally(int Judgments, int Failed, long Tokens);
