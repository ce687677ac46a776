using Arena.Core.Reports;

namespace Arena.Cli;

/// <summary>What <c>leaderboard --by category --json</c> prints.</summary>
internal sealed record CategoriesDocument(IReadOnlyList<CategoriesDocument.Entry> Categories)
{
    /// <summary>The leaderboard of one category.</summary>
    internal sealed record Entry(string Category, LeaderboardDocument Result);
}
