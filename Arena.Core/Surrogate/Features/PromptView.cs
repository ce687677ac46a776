namespace Arena.Core.Surrogate.Features;

/// <summary>A prompt with all that the features of its responses share, made once.</summary>
public sealed class PromptView
{
    /// <summary>Sets up a prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="reference">The reference answer; null takes the prompt's own, where it has one.</param>
    /// <param name="responses">Profiles of all responses to the prompt, whose common ground is what consensus means.</param>
    public PromptView(Prompt prompt, string? reference, IReadOnlyList<TextProfile> responses)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(responses);
        Prompt = prompt;
        Text = new TextProfile(Join(prompt.Turns));
        var answer = reference ?? (prompt.Reference.Count > 0 ? Join(prompt.Reference) : null);
        Reference = answer is null ? null : new TextProfile(answer);
        Passages = [.. prompt.Context.Select(passage => (passage, new TextProfile(passage.Text)))];
        Relevant = prompt.Context.Where(passage => passage.IsRelevant == true).Select(passage => passage.Id).ToHashSet(StringComparer.Ordinal);
        Instructions = Instructions.Of(Text.Text);
        Responses = responses.Count > 1 ? new ConsensusPool(responses) : null;
    }

    /// <summary>The prompt.</summary>
    public Prompt Prompt { get; }

    /// <summary>Its turns as one text.</summary>
    public TextProfile Text { get; }

    /// <summary>The reference answer; null where there is none.</summary>
    public TextProfile? Reference { get; }

    /// <summary>Its passages.</summary>
    public IReadOnlyList<(Passage Passage, TextProfile Text)> Passages { get; }

    /// <summary>Ids of the passages that are known to be relevant.</summary>
    public IReadOnlySet<string> Relevant { get; }

    /// <summary>What form of answer it asks for.</summary>
    public Instructions Instructions { get; }

    /// <summary>All responses to it; null where there are fewer than two.</summary>
    public ConsensusPool? Responses { get; }

    /// <summary>Several turns as one text.</summary>
    /// <param name="turns">The turns.</param>
    public static string Join(IReadOnlyList<string> turns)
    {
        ArgumentNullException.ThrowIfNull(turns);
        return turns is [var only] ? only : string.Join("\n\n", turns);
    }
}
