namespace Arena.Judges.Templates;

/// <summary>A piece of a message, tokenised apart from its neighbours.</summary>
public sealed record SegmentTemplate
{
    /// <summary>The text, with variables such as <c>{{$prompt}}</c>.</summary>
    public string Text { get; init; } = "";

    /// <summary>The variable that must have a value for this piece to be there; null for none.</summary>
    public string? When { get; init; }

    /// <summary>The variable that must have no value for this piece to be there; null for none.</summary>
    public string? Unless { get; init; }
}
