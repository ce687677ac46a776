namespace Arena.Core.Tournaments;

/// <summary>A pair that was judged.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Outcome">What the first contestant earned, in [0, 1]; null where every judgment of it failed.</param>
public readonly record struct JudgedPair(PlannedPair Pair, double? Outcome);
