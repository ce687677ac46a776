using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>A rating that can be fitted again to resampled clusters.</summary>
/// <param name="Clusters">
/// How many clusters there are to draw from: the prompts of the battles by their code, then every battle without a prompt.
/// </param>
/// <param name="Start">Makes a fitter, one per thread: from how often each cluster was drawn to estimates, or null where there are none.</param>
internal sealed record Refits(int Clusters, Func<Func<int[], double[]?>> Start)
{
    /// <summary>Refits in parallel; the same seed gives the same draws on any number of threads.</summary>
    /// <param name="options">Replicates, seed and level.</param>
    /// <param name="progress">Receives the share done.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The draws, and how many replicates gave none; no uncertainty where fewer than two gave one.</returns>
    public (BootstrapUncertainty? Uncertainty, int Failed) Bootstrap(
        RatingOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var draws = new double[options.Replicates][];
        var done = 0;
        Parallel.For(
            0,
            options.Replicates,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => (Times: new int[Clusters], Fit: Start()),
            (replicate, _, local) =>
            {
                new DeterministicRandom(options.Seed, replicate).FillResampleCounts(local.Times);
                draws[replicate] = local.Fit(local.Times)!;
                progress?.Report(Interlocked.Increment(ref done) / (double)options.Replicates);
                return local;
            },
            _ => { });
        var converged = Array.FindAll(draws, draw => draw is not null);
        var uncertainty = converged.Length < 2 ? null : new BootstrapUncertainty(converged, Clusters, options.Level);
        return (uncertainty, options.Replicates - converged.Length);
    }
}
