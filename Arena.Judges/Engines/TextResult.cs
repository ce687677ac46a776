using Arena.Core.Judging;

namespace Arena.Judges.Engines;

/// <summary>What a model wrote; or why it did not.</summary>
public sealed record TextResult
{
    /// <summary>The completion alone, without prompt and special tokens; empty where the request failed.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether the model ended by itself; false where the limit of tokens cut it off.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Tokens of the prompt; null where a server does not tell.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>Tokens written; null where a server does not tell.</summary>
    public int? WrittenTokens { get; init; }

    /// <summary>Why there is no text; null where there is.</summary>
    public JudgingFailure? Failure { get; init; }
}
