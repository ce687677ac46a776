namespace Arena.Core.Judging;

/// <summary>Another way of asking a judge for its answer. What it is shown of prompt and responses stays the same.</summary>
/// <param name="Name">Its name, which with the judge's own makes the name of the judge that is asked so.</param>
public sealed record JudgeVariant(string Name)
{
    /// <summary>
    /// Labels in place of the template's own: for the first, for the second, and for a tie, which is left out where the template has none. Empty
    /// where the template's own stay.
    /// </summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether the least score is the best.</summary>
    public bool IsScaleInverted { get; init; }
}
