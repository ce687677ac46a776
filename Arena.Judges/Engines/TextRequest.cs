using Arena.Judges.Chat;

namespace Arena.Judges.Engines;

/// <summary>A conversation to continue.</summary>
/// <param name="Messages">The conversation.</param>
/// <param name="MaxTokens">The most tokens to write.</param>
public sealed record TextRequest(IReadOnlyList<ChatMessage> Messages, int MaxTokens)
{
    /// <summary>0 for the likeliest token at every step; else logits are divided by it before sampling.</summary>
    public double Temperature { get; init; }

    /// <summary>Sampling keeps the likeliest tokens that hold this much probability together; in (0, 1].</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Seed of the sampling.</summary>
    public long Seed { get; init; } = 1;
}
