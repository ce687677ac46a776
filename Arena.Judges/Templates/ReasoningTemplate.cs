namespace Arena.Judges.Templates;

/// <summary>That a judge reasons first, and how it then says its verdict.</summary>
public sealed record ReasoningTemplate
{
    /// <summary>The most tokens that the judge may write, verdict included.</summary>
    public int MaxTokens { get; init; } = 1024;

    /// <summary>How the verdict stands in what the judge writes, with <c>{candidate}</c> for one of the candidates; the last one counts.</summary>
    public string Marker { get; init; } = "[[{candidate}]]";
}
