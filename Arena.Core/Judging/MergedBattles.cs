using Arena.Core.Ratings;

namespace Arena.Core.Judging;

/// <summary>Battles, and what they were made of.</summary>
/// <param name="Battles">The battles, in an order that does not depend on when each judgment was made.</param>
/// <param name="Judgments">Number of pairwise judgments, failed ones included; 0 where all battles are votes.</param>
/// <param name="Failed">How many of the judgments failed and so are in no battle.</param>
public sealed record MergedBattles(BattleTable Battles, int Judgments, int Failed);
