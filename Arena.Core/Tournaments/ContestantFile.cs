namespace Arena.Core.Tournaments;

/// <summary>A contestant as a tournament file says it.</summary>
public sealed record ContestantFile
{
    /// <summary>The contestant's name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The file or folder of its responses; whatever name they go by there, where all are of one model. Null where they stand in the
    /// tournament's <see cref="TournamentFile.Responses"/>, or are written by <c>arena generate</c>.
    /// </summary>
    public string? Responses { get; init; }

    /// <summary>How <c>arena generate</c> has its responses written; null where they are there.</summary>
    public GenerationFile? Generate { get; init; }
}
