using Arena.Core.Bias.Distractors;

namespace Arena.Core.Bias;

/// <summary>What an audit of a tournament is to do.</summary>
public sealed record AuditRequest
{
    /// <summary>The distractors to try; placebos that are not in the registry may stand among them.</summary>
    public IReadOnlyList<Distractor> Distractors { get; init; } = DistractorRegistry.All;

    /// <summary>How many pairs to draw, the same for every judge and protocol; one or more.</summary>
    public int Items { get; init; } = 100;

    /// <summary>How many of the weakest contestants attack the leaderboard; 0 for none.</summary>
    public int Attackers { get; init; }

    /// <summary>Seed of what is drawn.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>An excess whose whole interval lies within ± this is as good as none; in (0, 1).</summary>
    public double Band { get; init; } = new AuditOptions().Band;
}
