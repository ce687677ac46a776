using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>
/// Several leaderboards of the same contestants, and the rank correlation of every two. Intervals are by a bootstrap over prompts in which all
/// leaderboards are fitted again to the same drawn prompts, so that what a prompt does to several of them at once is kept.
/// </summary>
public static class LeaderboardComparison
{
    /// <summary>Compares every leaderboard with every later one.</summary>
    /// <param name="leaderboards">
    /// The battles of each leaderboard with their fit. Replicates, seed and level are those of the first; intervals are given where every fit has
    /// some of its own.
    /// </param>
    /// <param name="progress">Receives the share of bootstrap replicates done, in [0, 1].</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static IReadOnlyList<RankAgreement> Compare(
        IReadOnlyList<(BattleTable Battles, RatingFit Fit)> leaderboards,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(leaderboards);
        var pairs = new List<Pair>();
        for (var i = 0; i < leaderboards.Count; i++)
        {
            for (var j = i + 1; j < leaderboards.Count; j++)
            {
                pairs.Add(Pair.Of(i, j, leaderboards[i].Fit, leaderboards[j].Fit));
            }
        }

        if (pairs.Count == 0)
        {
            return [];
        }

        var options = leaderboards[0].Fit.Options;
        var draws = leaderboards.All(leaderboard => leaderboard.Fit.Uncertainty is not null)
            ? Array.ConvertAll(
                JointRefits.Draw(leaderboards, options, progress, cancellationToken),
                strengths => pairs.ConvertAll(pair => strengths[pair.First] is { } first && strengths[pair.Second] is { } second
                    ? pair.Correlate(first, second)
                    : (Tau: double.NaN, Rho: double.NaN)))
            : [];
        return
        [
            .. pairs.Select((pair, k) =>
            {
                var (tau, rho) = pair.Correlate(leaderboards[pair.First].Fit.LogStrengths, leaderboards[pair.Second].Fit.LogStrengths);
                var defined = draws.Where(draw => !double.IsNaN(draw[k].Tau)).ToArray();
                return new RankAgreement(
                    pair.First,
                    pair.Second,
                    pair.InFirst.Length,
                    new IntervalEstimate(tau, Quantile.Central([.. defined.Select(draw => draw[k].Tau)], options.Level)),
                    new IntervalEstimate(rho, Quantile.Central([.. defined.Select(draw => draw[k].Rho)], options.Level)),
                    draws.Length - defined.Length);
            }),
        ];
    }

    /// <summary>Two leaderboards and where each has the contestants that both can place.</summary>
    private sealed record Pair(int First, int Second, int[] InFirst, int[] InSecond)
    {
        public static Pair Of(int first, int second, RatingFit one, RatingFit other)
        {
            var indexOf = other.Contestants.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
            var common = one.Contestants.Index()
                .Where(name => indexOf.ContainsKey(name.Item))
                .Select(name => (InFirst: name.Index, InSecond: indexOf[name.Item]))
                .GroupBy(index => (one.Groups[index.InFirst], other.Groups[index.InSecond]))
                .OrderByDescending(group => group.Count())
                .FirstOrDefault();
            return new Pair(first, second, [.. common?.Select(i => i.InFirst) ?? []], [.. common?.Select(i => i.InSecond) ?? []]);
        }

        public (double Tau, double Rho) Correlate(IReadOnlyList<double> first, IReadOnlyList<double> second)
        {
            var x = Array.ConvertAll(InFirst, i => Math.Round(first[i], RatingScale.Digits));
            var y = Array.ConvertAll(InSecond, i => Math.Round(second[i], RatingScale.Digits));
            return (RankCorrelation.KendallTauB(x, y), RankCorrelation.SpearmanRho(x, y));
        }
    }
}
