using Arena.Core.Ratings;
using Arena.Core.Reports;
using Arena.Core.Statistics;
using Arena.Core.Storage;
using Arena.Web.Site.Data;
using Arena.Web.Site.Leaderboards;

namespace Arena.Web.Site.Contestants;

/// <summary>Where a contestant wins and loses: shares of the points, by opponent and by category.</summary>
/// <param name="Opponents">By opponent, the hardest first.</param>
/// <param name="Categories">By category of the prompt, the hardest first; none where there are no categories.</param>
internal sealed record ContestantView(IReadOnlyList<ContestantView.Share> Opponents, IReadOnlyList<ContestantView.Share> Categories)
{
    /// <summary>A share of the points.</summary>
    /// <param name="Name">The opponent, or the category.</param>
    /// <param name="Battles">Out of how many battles.</param>
    /// <param name="Value">The share, in [0, 1], a tie counting ½.</param>
    /// <param name="Interval">Its 95 % interval, clustered by prompt; null with fewer than two prompts.</param>
    internal sealed record Share(string Name, int Battles, double Value, Interval? Interval);

    /// <summary>Adds up the battles of a contestant, those of the leaderboard's choice.</summary>
    public static async Task<ContestantView> ReadAsync(SiteData data, string tournament, LeaderboardQuery query, string contestant, CancellationToken cancellationToken) =>
        (await data.KeepAsync(tournament, (query, contestant), 1 << 16, (store, token) => AddUpAsync(store, tournament, query, contestant, token), cancellationToken).ConfigureAwait(false)).Value;

    private static async Task<ContestantView> AddUpAsync(ArenaStore store, string tournament, LeaderboardQuery query, string contestant, CancellationToken cancellationToken)
    {
        var source = await LeaderboardSource.ReadAsync(store, tournament, query.Protocol, query.Judge, new HashSet<string>(), cancellationToken).ConfigureAwait(false);
        return source is null ? new([], []) : Of(source.Battles, contestant, query.Category);
    }

    /// <summary>Adds up the battles of a contestant.</summary>
    /// <param name="battles">All battles.</param>
    /// <param name="contestant">The contestant.</param>
    /// <param name="category">The category of the battles against opponents; null for all.</param>
    public static ContestantView Of(BattleTable battles, string contestant, string? category)
    {
        var place = battles.Contestants.TakeWhile(name => name != contestant).Count();
        var opponents = new Dictionary<string, Tally>(StringComparer.Ordinal);
        var categories = new Dictionary<string, Tally>(StringComparer.Ordinal);
        for (var row = 0; row < battles.Count; row++)
        {
            var (first, second) = (battles.First[row], battles.Second[row]);
            if (first != place && second != place)
            {
                continue;
            }

            var points = first == place ? battles.Outcome[row] : 1 - battles.Outcome[row];
            var weight = battles.Weight.IsEmpty ? 1 : battles.Weight[row];
            var cluster = battles.Clusters?.Codes[row] is >= 0 and var code ? code : -1 - row;
            var ofCategory = battles.Categories?.Codes[row] is >= 0 and var name ? battles.Categories.Names[name] : null;
            if (ofCategory is not null)
            {
                Add(categories, ofCategory);
            }

            if (category is null || category == ofCategory)
            {
                Add(opponents, battles.Contestants[first == place ? second : first]);
            }

            void Add(Dictionary<string, Tally> tallies, string key)
            {
                if (!tallies.TryGetValue(key, out var tally))
                {
                    tallies.Add(key, tally = new Tally());
                }

                tally.Add(cluster, points, weight);
            }
        }

        return new(Shares(opponents), Shares(categories));
    }

    private static IReadOnlyList<Share> Shares(Dictionary<string, Tally> tallies) =>
        [.. tallies.Select(tally => tally.Value.Share(tally.Key)).OrderBy(share => share.Value).ThenBy(share => share.Name, StringComparer.Ordinal)];

    private sealed class Tally
    {
        private readonly Dictionary<int, (double Points, double Weight)> _clusters = [];
        private int _battles;

        public void Add(int cluster, double points, double weight)
        {
            var sum = _clusters.GetValueOrDefault(cluster);
            _clusters[cluster] = (sum.Points + (weight * points), sum.Weight + weight);
            _battles++;
        }

        public Share Share(string name)
        {
            var estimate = ClusterMean.Estimate([.. _clusters.Values.Select(sum => sum.Points)], [.. _clusters.Values.Select(sum => sum.Weight)]);
            var interval = estimate.Interval;
            return new(
                name,
                _battles,
                estimate.Value,
                _clusters.Count < 2 || !double.IsFinite(interval.Width) ? null : interval with { Lower = Math.Max(0, interval.Lower), Upper = Math.Min(1, interval.Upper) });
        }
    }
}
