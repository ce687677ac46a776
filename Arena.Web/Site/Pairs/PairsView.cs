using Arena.Core.Ratings;
using Arena.Core.Statistics;
using Arena.Web.Site.Leaderboards;

namespace Arena.Web.Site.Pairs;

/// <summary>What the ratings foretell of pairs, beside what came of them.</summary>
internal static class PairsView
{
    /// <summary>A pair that met: what the one took from the other, and what it was to take.</summary>
    /// <param name="First">The one, which stands higher on the leaderboard.</param>
    /// <param name="Second">The other.</param>
    /// <param name="Battles">In how many battles they met.</param>
    /// <param name="Observed">The share of the points that the first took.</param>
    /// <param name="Expected">The share by the ratings.</param>
    internal sealed record Pair(string First, string Second, int Battles, double Observed, double Expected);

    /// <summary>All pairs that met and of whom the model foretells a share, those that met most often first.</summary>
    public static IReadOnlyList<Pair> Of(LeaderboardView view)
    {
        var (fit, table) = (view.Leaderboard.Fit, view.HeadToHead);
        var places = fit.Contestants.Index().ToDictionary(contestant => contestant.Item, contestant => contestant.Index, StringComparer.Ordinal);
        var pairs = new List<Pair>();
        for (var i = 0; i < table.Contestants.Count; i++)
        {
            for (var j = i + 1; j < table.Contestants.Count; j++)
            {
                var (first, second) = (table.Contestants[i], table.Contestants[j]);
                if (table.Share(i, j) is { } observed && ExpectedShare.Of(fit, places[first], places[second]) is { } expected)
                {
                    pairs.Add(new Pair(first, second, table.Battles(i, j), observed, expected));
                }
            }
        }

        return [.. pairs.OrderByDescending(pair => pair.Battles).ThenBy(pair => pair.First, StringComparer.Ordinal)];
    }

    /// <summary>Wilson's interval of what a pair came to.</summary>
    public static Interval IntervalOf(Pair pair) => ProportionInterval.Wilson((long)Math.Round(pair.Observed * pair.Battles), pair.Battles);

    /// <summary>How far what came lies from what was foretold, in standard errors of independent wins and losses.</summary>
    public static double Surprise(Pair pair) =>
        Math.Abs(pair.Observed - pair.Expected) / Math.Sqrt(Math.Max(pair.Expected * (1 - pair.Expected), 1e-6) / pair.Battles);
}
