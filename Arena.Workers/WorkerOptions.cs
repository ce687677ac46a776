namespace Arena.Workers;

/// <summary>How a worker works.</summary>
public sealed record WorkerOptions
{
    /// <summary>The store: a connection string of PostgreSQL.</summary>
    public required string Store { get; init; }

    /// <summary>The folder that paths in tournament files are relative to.</summary>
    public required string Folder { get; init; }

    /// <summary>The judge that it works for, by its name in the tournament's file; null for whichever has most to do for each worker.</summary>
    public string? Judge { get; init; }

    /// <summary>How many shards it judges at once; null for one with a model in the process, and for the judge's own number with servers.</summary>
    public int? Concurrency { get; init; }

    /// <summary>It ends when there was nothing to do for so long; null for never.</summary>
    public TimeSpan? Idle { get; init; }
}
