namespace Arena.Core.Tournaments;

/// <summary>How pairs are chosen.</summary>
public enum PairingKind
{
    /// <summary>Everyone against everyone on every prompt.</summary>
    RoundRobin,

    /// <summary>Pairs drawn evenly, as many as the budget allows.</summary>
    Uniform,

    /// <summary>Everyone against one baseline.</summary>
    Anchored,

    /// <summary>Pairs where they most reduce what is uncertain of the ranking, until it is settled.</summary>
    Adaptive,
}
