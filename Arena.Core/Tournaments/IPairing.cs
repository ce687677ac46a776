namespace Arena.Core.Tournaments;

/// <summary>Chooses which pairs to judge. A function of its seed and of what was judged, so that a run that is resumed plans the same.</summary>
internal interface IPairing
{
    /// <summary>Whether what comes next depends on what came of the pairs before.</summary>
    public bool IsAdaptive { get; }

    /// <summary>The next pairs.</summary>
    /// <param name="judged">All pairs that it has asked for so far, with what came of them; empty where it does not look at outcomes.</param>
    public PairingStep Next(IReadOnlyList<JudgedPair> judged);
}
