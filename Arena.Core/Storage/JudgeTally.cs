namespace Arena.Core.Storage;

/// <summary>What one judge contributed to a tournament under one protocol.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Protocol">How it was asked.</param>
/// <param name="Judgments">Its judgments, failed ones included.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="RecordedBattles">Battles that were imported as its verdicts; they are no judgments, and cannot fail.</param>
/// <param name="Tokens">Tokens that it read, over the judgments that tell; null where none does.</param>
/// <param name="Seconds">Seconds that it took, over the judgments that tell; null where none does.</param>
public sealed record JudgeTally(
    string Judge, Protocol Protocol, int Judgments, int Failed, int RecordedBattles, long? Tokens, double? Seconds);
