using System.Text.Json.Serialization;

namespace Arena.Core.Bias.Distractors.Rewrites;

/// <summary>A response that a model wrote anew in another tone: a line of the file of rewrites.</summary>
/// <param name="PromptId">The prompt that the response answers.</param>
/// <param name="Contestant">Who gave the response.</param>
/// <param name="Kind">Which tone was asked for.</param>
/// <param name="OriginalHash">Hash of the response that was rewritten, as <see cref="ContentHash.Of(Response)"/> gives it.</param>
/// <param name="Text">The rewritten last turn.</param>
public sealed record Rewrite(
    string PromptId,
    string Contestant,
    [property: JsonPropertyName("rewrite")] RewriteKind Kind,
    string OriginalHash,
    string Text)
{
    /// <summary>What the rewrite broke when it was written; null where it broke nothing.</summary>
    public string? Guard { get; init; }

    /// <summary>What a person said of it; null where nobody has yet.</summary>
    public RewriteReview? Review { get; init; }
}
