namespace Arena.Core.Tournaments;

/// <summary>What to judge next.</summary>
/// <param name="Pairs">The pairs; none where there is nothing more to judge.</param>
/// <param name="Done">Why there is nothing more to judge; null where all that there is was planned.</param>
public sealed record PairingStep(IReadOnlyList<PlannedPair> Pairs, string? Done = null);
