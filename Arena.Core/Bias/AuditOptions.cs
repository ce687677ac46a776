namespace Arena.Core.Bias;

/// <summary>What an audit was asked for. All of it is stated before the figures are known.</summary>
public sealed record AuditOptions
{
    /// <summary>
    /// The distractors asked for. With the protocols they are the family over which Holm's correction is made, for each judge; one without a
    /// single trial still counts. Empty: those that the trials name.
    /// </summary>
    public IReadOnlyList<string> Distractors { get; init; } = [];

    /// <summary>The protocols asked for. Empty: those that the trials name.</summary>
    public IReadOnlyList<Protocol> Protocols { get; init; } = [];

    /// <summary>An excess whose whole interval lies within ± this is as good as none; in (0, 1).</summary>
    public double Band { get; init; } = 0.05;

    /// <summary>Confidence level of intervals, and 1 − level the chance of a false finding in a family; in (0, 1).</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Leads of pairwise readings up to this are ties, before margins are matched; in [0, 1).</summary>
    public double PairwiseMargin { get; init; }

    /// <summary>Leads of pointwise readings up to this are ties, before margins are matched; in units of the score.</summary>
    public double PointwiseMargin { get; init; }
}
