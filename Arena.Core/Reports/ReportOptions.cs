namespace Arena.Core.Reports;

/// <summary>How a report is computed.</summary>
public sealed record ReportOptions
{
    /// <summary>Seed of everything drawn at random; 1 by default.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Bootstrap replicates, 2 or more; 1000 by default.</summary>
    public int Replicates { get; init; } = 1000;

    /// <summary>Confidence level of all intervals, in (0, 1); 0.95 by default.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>How many categories get a leaderboard of their own: those with the most battles; 24 by default.</summary>
    public int Categories { get; init; } = 24;
}
