namespace Arena.Core.Tournaments.Pairing;

/// <summary>What a strategy wants next: comparisons to judge, or to stop.</summary>
/// <param name="Comparisons">To be judged before the strategy is asked again, by prompt; empty where it stops.</param>
/// <param name="Stop">Why there is nothing to judge; null where there is.</param>
public sealed record PairingStep(IReadOnlyList<PlannedComparison> Comparisons, PairingStop? Stop = null);
