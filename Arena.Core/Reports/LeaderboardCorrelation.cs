using Arena.Core.Ratings;
using Arena.Core.Statistics;

namespace Arena.Core.Reports;

/// <summary>How far two leaderboards order the same contestants alike.</summary>
/// <param name="First">What the one rests on.</param>
/// <param name="Second">What the other rests on.</param>
/// <param name="Contestants">Contestants in the largest group of both; ranks of other groups do not compare.</param>
/// <param name="Tau">Kendall's τ-b of their ranks; null where it is not defined.</param>
public sealed record LeaderboardCorrelation(VerdictBasis First, VerdictBasis Second, int Contestants, double? Tau)
{
    /// <summary>Correlates two leaderboards.</summary>
    /// <param name="first">The one.</param>
    /// <param name="second">The other.</param>
    public static LeaderboardCorrelation Between(ProtocolReport first, ProtocolReport second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);

        // Ranks rather than ratings: a contestant with a bound only has the former and not the latter.
        var ranks = Ranks(second.Leaderboard).ToDictionary(StringComparer.Ordinal);
        var pairs = Ranks(first.Leaderboard)
            .Where(line => ranks.ContainsKey(line.Key))
            .Select(line => (X: line.Value, Y: ranks[line.Key]))
            .ToArray();
        var tau = RankCorrelation.KendallTauB([.. pairs.Select(pair => pair.X)], [.. pairs.Select(pair => pair.Y)]);
        return new LeaderboardCorrelation(first.Basis, second.Basis, pairs.Length, double.IsNaN(tau) ? null : tau);
    }

    private static IEnumerable<KeyValuePair<string, double>> Ranks(Leaderboard leaderboard) => leaderboard.Entries
        .Where(entry => entry.Group == 1 && entry.Standing != Standing.Unrated)
        .Select(entry => KeyValuePair.Create(entry.Name, (double)entry.Rank));
}
