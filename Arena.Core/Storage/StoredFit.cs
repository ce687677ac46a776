namespace Arena.Core.Storage;

/// <summary>A result that was computed and kept: a leaderboard, an audit.</summary>
/// <param name="Source">What it rests on, such as which battles.</param>
/// <param name="Model">How it was computed, such as <c>bt</c>, the name of a rating model.</param>
/// <param name="Parameters">What is needed to read it and to compute it again, a JSON object.</param>
/// <param name="Seed">The seed of its random choices.</param>
/// <param name="Result">The result, JSON.</param>
public sealed record StoredFit(string Source, string Model, string Parameters, long Seed, string Result)
{
    /// <summary>When it was stored, UTC; the store sets it.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
