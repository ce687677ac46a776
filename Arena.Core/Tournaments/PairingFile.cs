namespace Arena.Core.Tournaments;

/// <summary>Which pairs are judged, as a tournament file says it.</summary>
public sealed record PairingFile
{
    /// <summary>How pairs are chosen.</summary>
    public PairingKind Strategy { get; init; }

    /// <summary>The contestant that everyone is set against; for <see cref="PairingKind.Anchored"/>.</summary>
    public string? Baseline { get; init; }

    /// <summary>The most pairs that are judged, both orders of a pair counting once; null for no limit.</summary>
    public int? Budget { get; init; }

    /// <summary>How sure the ranking must be for <see cref="PairingKind.Adaptive"/> to stop before the budget is gone, in (0, 1).</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>How many of the best must be settled; null for the whole ranking.</summary>
    public int? Top { get; init; }

    /// <summary>Whether each pair is judged in both orders, which cancels a judge's preference for a place; else in one that is drawn.</summary>
    public bool BothOrders { get; init; } = true;
}
