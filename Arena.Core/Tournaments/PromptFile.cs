namespace Arena.Core.Tournaments;

/// <summary>A prompt that stands in the tournament file itself.</summary>
public sealed record PromptFile
{
    /// <summary>Name of the prompt, unique within the tournament.</summary>
    public required string Id { get; init; }

    /// <summary>What is asked, where it is one turn.</summary>
    public string? Prompt { get; init; }

    /// <summary>What is asked, where it is several turns.</summary>
    public IReadOnlyList<string> Turns { get; init; } = [];

    /// <summary>System text before the turns.</summary>
    public string? System { get; init; }

    /// <summary>Category, by which leaderboards can be broken down.</summary>
    public string? Category { get; init; }

    /// <summary>Language as an ISO 639 code.</summary>
    public string? Language { get; init; }

    /// <summary>A reference answer, where it is one turn.</summary>
    public string? Reference { get; init; }
}
