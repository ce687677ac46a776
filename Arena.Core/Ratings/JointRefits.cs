using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>Several leaderboards fitted again to the same drawn prompts, so that what a prompt does to several of them at once is kept.</summary>
internal static class JointRefits
{
    /// <summary>Draws prompts and fits every leaderboard to them.</summary>
    /// <param name="leaderboards">The battles of each leaderboard with their fit.</param>
    /// <param name="options">Replicates and seed.</param>
    /// <param name="progress">Receives the share of replicates done, in [0, 1].</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>For every replicate and leaderboard its log-strengths, in the order of its contestants; null where there are none.</returns>
    public static double[]?[][] Draw(
        IReadOnlyList<(BattleTable Battles, RatingFit Fit)> leaderboards,
        RatingOptions options,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        // Prompts by name, whichever leaderboards have them; a battle without a prompt is drawn by itself.
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var lone = 0;
        var refits = new Refits[leaderboards.Count];
        var promptsOf = new int[leaderboards.Count][];
        for (var k = 0; k < refits.Length; k++)
        {
            var (battles, fit) = leaderboards[k];
            refits[k] = Rating.Refit(battles, fit.Options, cancellationToken);
            var names = battles.Clusters?.Names ?? [];
            foreach (var name in names)
            {
                numbers.TryAdd(name, numbers.Count);
            }

            promptsOf[k] = [.. names.Select(name => numbers[name]), .. Enumerable.Range(0, refits[k].Clusters - names.Count).Select(_ => ~lone++)];
        }

        var draws = new double[]?[options.Replicates][];
        var done = 0;
        Parallel.For(
            0,
            options.Replicates,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => (
                Times: new int[numbers.Count + lone],
                Fits: Array.ConvertAll(refits, refit => (Times: new int[refit.Clusters], Fit: refit.Start()))),
            (replicate, _, local) =>
            {
                new DeterministicRandom(options.Seed, replicate).FillResampleCounts(local.Times);
                var strengths = new double[]?[refits.Length];
                for (var k = 0; k < strengths.Length; k++)
                {
                    var (times, fit) = local.Fits[k];
                    for (var c = 0; c < times.Length; c++)
                    {
                        times[c] = local.Times[promptsOf[k][c] is >= 0 and var prompt ? prompt : numbers.Count + ~promptsOf[k][c]];
                    }

                    strengths[k] = fit(times);
                }

                draws[replicate] = strengths;
                progress?.Report(Interlocked.Increment(ref done) / (double)options.Replicates);
                return local;
            },
            _ => { });
        return draws;
    }
}
