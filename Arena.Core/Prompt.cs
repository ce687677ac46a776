namespace Arena.Core;

/// <summary>What contestants answer.</summary>
/// <param name="Id">Name of the prompt, unique within a tournament.</param>
/// <param name="Turns">The user turns in order; one or more.</param>
public sealed record Prompt(string Id, IReadOnlyList<string> Turns)
{
    /// <summary>System text that precedes the turns, where the benchmark gives one.</summary>
    public string? System { get; init; }

    /// <summary>The group that a leaderboard can be broken down by, such as <c>coding</c>.</summary>
    public string? Category { get; init; }

    /// <summary>Language of the turns as an ISO 639 code, such as <c>en</c>.</summary>
    public string? Language { get; init; }

    /// <summary>A reference answer, a text per turn; empty where there is none.</summary>
    public IReadOnlyList<string> Reference { get; init; } = [];

    /// <summary>Passages that an answer may cite; empty where there are none.</summary>
    public IReadOnlyList<Passage> Context { get; init; } = [];
}
