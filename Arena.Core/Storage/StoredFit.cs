namespace Arena.Core.Storage;

/// <summary>A leaderboard that was computed and kept.</summary>
/// <param name="Source">Which battles it rests on.</param>
/// <param name="Model">Name of the rating model, such as <c>bt</c>.</param>
/// <param name="Parameters">Its parameters, a JSON object.</param>
/// <param name="Seed">The seed of its random choices.</param>
/// <param name="Result">The leaderboard, JSON.</param>
public sealed record StoredFit(string Source, string Model, string Parameters, long Seed, string Result)
{
    /// <summary>When it was stored, UTC; the store sets it.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
