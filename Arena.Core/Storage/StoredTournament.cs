namespace Arena.Core.Storage;

/// <summary>A tournament and how much it holds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="Counts">How much it holds.</param>
public sealed record StoredTournament(string Name, DateTimeOffset CreatedAt, ImportCounts Counts);
