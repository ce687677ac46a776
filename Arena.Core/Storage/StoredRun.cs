namespace Arena.Core.Storage;

/// <summary>A run of a tournament file.</summary>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="FinishedAt">When it ended, UTC; null while it runs, and for ever where it was killed.</param>
/// <param name="File">The tournament file with all that was set on the command line, JSON, which is YAML too.</param>
/// <param name="Manifest">Versions, machine, judges and counts, JSON.</param>
public sealed record StoredRun(DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, string File, string Manifest)
{
    /// <summary>Its number in the store; the store sets it.</summary>
    public int Id { get; init; }
}
