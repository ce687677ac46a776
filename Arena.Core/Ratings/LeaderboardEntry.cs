using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>A contestant's line on a leaderboard.</summary>
public sealed record LeaderboardEntry
{
    /// <summary>Place within the group, from 1; equal strengths share one.</summary>
    public required int Rank { get; init; }

    /// <summary>The best place that the data leave open, from simultaneous comparisons within the group.</summary>
    public required int RankLow { get; init; }

    /// <summary>The worst place that the data leave open. Without intervals, every place is open.</summary>
    public required int RankHigh { get; init; }

    /// <summary>The contestant.</summary>
    public required string Name { get; init; }

    /// <summary>Its group, from 1. Ranks and ratings of different groups do not compare.</summary>
    public required int Group { get; init; }

    /// <summary>Whether there is an estimate, or a bound only.</summary>
    public required Standing Standing { get; init; }

    /// <summary>θ, centred on the mean of the group; null unless rated.</summary>
    public required double? LogStrength { get; init; }

    /// <summary>Interval of θ, or its one bound with infinity for the other end; null where there is none.</summary>
    public required Interval? Interval { get; init; }

    /// <summary>θ of this contestant minus that of the next one down in the group, with its interval; null for the last.</summary>
    public required Interval? LeadOverNext { get; init; }

    /// <summary>Number of its battles.</summary>
    public required int Battles { get; init; }

    /// <summary>Battles in which it earned more than half a point.</summary>
    public required int Wins { get; init; }

    /// <summary>Battles in which it earned less than half a point.</summary>
    public required int Losses { get; init; }

    /// <summary>Battles in which it earned exactly half a point.</summary>
    public required int Ties { get; init; }

    /// <summary>1000 + 400/ln 10 · θ; null unless rated.</summary>
    public double? Rating => LogStrength is { } theta ? RatingScale.FromLogStrength(theta) : null;
}
