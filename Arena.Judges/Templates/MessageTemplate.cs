using Arena.Judges.Chat;

namespace Arena.Judges.Templates;

/// <summary>A message of a judge's prompt.</summary>
public sealed record MessageTemplate
{
    /// <summary>Who speaks.</summary>
    public ChatRole Role { get; init; }

    /// <summary>The text in pieces: what all prompts share first, then the prompt, then the responses, so that equal beginnings are shared.</summary>
    public IReadOnlyList<SegmentTemplate> Segments { get; init; } = [];
}
