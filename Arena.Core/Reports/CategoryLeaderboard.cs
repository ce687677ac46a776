using Arena.Core.Ratings;

namespace Arena.Core.Reports;

/// <summary>The leaderboard of one category, from its battles alone.</summary>
/// <param name="Category">Name of the category.</param>
/// <param name="Leaderboard">Its leaderboard.</param>
public sealed record CategoryLeaderboard(string Category, Leaderboard Leaderboard);
