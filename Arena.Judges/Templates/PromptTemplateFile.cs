using Arena.Core;

namespace Arena.Judges.Templates;

/// <summary>A judge's prompt as its YAML file says it; unknown keys are errors.</summary>
public sealed record PromptTemplateFile
{
    /// <summary>The template's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Counts changes of the template from 1.</summary>
    public int Version { get; init; }

    /// <summary>What it asks for.</summary>
    public Protocol Protocol { get; init; }

    /// <summary>The conversation that the judge is to answer.</summary>
    public IReadOnlyList<MessageTemplate> Messages { get; init; } = [];

    /// <summary>
    /// The answers, a token each, or texts where the judge reasons first. Pairwise: for the first and for the second; these and for a tie; or five
    /// levels, from "the first is much better" over a tie to "the second is much better". Pointwise: from the least score, 1, upwards.
    /// </summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>How the judge reasons before its verdict; null where the verdict is its first token.</summary>
    public ReasoningTemplate? Reasoning { get; init; }
}
