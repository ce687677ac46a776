using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>Refits a rating to resampled clusters, in parallel; the same seed gives the same draws on any number of threads.</summary>
internal static class ResampledFits
{
    /// <summary>Runs the replicates.</summary>
    /// <param name="clusters">How many clusters there are to draw from.</param>
    /// <param name="options">Replicates, seed and level.</param>
    /// <param name="fitter">Makes a fitter, one per thread: from how often each cluster was drawn to estimates, or null.</param>
    /// <param name="progress">Receives the share done.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The draws, and how many replicates gave none; no uncertainty where fewer than two gave one.</returns>
    public static (BootstrapUncertainty? Uncertainty, int Failed) Run(
        int clusters,
        RatingOptions options,
        Func<Func<int[], double[]?>> fitter,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        var draws = new double[options.Replicates][];
        var done = 0;
        Parallel.For(
            0,
            options.Replicates,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => (Times: new int[clusters], Fit: fitter()),
            (replicate, _, local) =>
            {
                new DeterministicRandom(options.Seed, replicate).FillResampleCounts(local.Times);
                draws[replicate] = local.Fit(local.Times)!;
                progress?.Report(Interlocked.Increment(ref done) / (double)options.Replicates);
                return local;
            },
            _ => { });
        var converged = Array.FindAll(draws, draw => draw is not null);
        var uncertainty = converged.Length < 2 ? null : new BootstrapUncertainty(converged, clusters, options.Level);
        return (uncertainty, options.Replicates - converged.Length);
    }
}
