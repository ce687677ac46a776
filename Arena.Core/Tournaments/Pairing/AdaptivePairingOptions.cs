namespace Arena.Core.Tournaments.Pairing;

/// <summary>How <see cref="AdaptivePairing"/> spends its comparisons.</summary>
public sealed record AdaptivePairingOptions
{
    /// <summary>What is to be found out.</summary>
    public required RankingGoal Goal { get; init; }

    /// <summary>How many comparisons may be made; null for as many as the pool has.</summary>
    public int? Budget { get; init; }

    /// <summary>How many comparisons to plan at once; more is cheaper to judge, fewer is better aimed.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The share of all comparisons that goes to the audit stratum, in [0, 1]; with 1 it is all a uniform sample.</summary>
    public double AuditShare { get; init; } = 0.05;

    /// <summary>
    /// The confidence with which the goal is called settled, in (0, 1), or null never to stop before the budget is spent. The chance
    /// that a goal is ever called settled wrongly is at most 1 − confidence, however often it is looked at.
    /// </summary>
    public double? Confidence { get; init; } = 0.95;

    /// <summary>Seed of the order in which comparisons are made.</summary>
    public long Seed { get; init; } = 1;
}
