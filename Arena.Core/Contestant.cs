namespace Arena.Core;

/// <summary>A model under test.</summary>
/// <param name="Name">Its name, unique within a tournament and shown on the leaderboard.</param>
public sealed record Contestant(string Name);
