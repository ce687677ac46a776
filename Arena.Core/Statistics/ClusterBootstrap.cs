namespace Arena.Core.Statistics;

/// <summary>
/// The bootstrap for data in clusters that are independent of one another while what lies within a cluster is not: whole clusters
/// are drawn with replacement (Davison &amp; Hinkley 1997, §3.8; Field &amp; Welsh 2007). Replicate r draws from stream r of the seed,
/// so the result depends on the seed alone, never on the number of threads.
/// </summary>
public static class ClusterBootstrap
{
    /// <summary>A statistic with its percentile interval.</summary>
    /// <param name="clusters">Number of clusters, at least 2. An interval from few of them (some tens) is too narrow.</param>
    /// <param name="statistic">The statistic.</param>
    /// <param name="seed">Seed of the replicates.</param>
    /// <param name="replicates">Number of replicates, at least 1.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static BootstrapResult Run(int clusters, ClusterStatistic statistic, long seed, int replicates = 1000, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicates);
        Preconditions.InsideUnitInterval(level);

        var values = new double[replicates];
        Parallel.For(
            0,
            replicates,
            () => new int[clusters],
            (replicate, _, weights) =>
            {
                new DeterministicRandom(seed, replicate).FillResampleCounts(weights);
                values[replicate] = statistic(weights);
                return weights;
            },
            _ => { });

        var ones = new int[clusters];
        Array.Fill(ones, 1);
        var defined = Array.FindAll(values, value => !double.IsNaN(value));
        return new BootstrapResult(
            statistic(ones),
            Quantile.Central(defined, level),
            replicates,
            replicates - defined.Length);
    }

    /// <summary>
    /// The difference of two statistics of the same clusters, such as two judges on the same prompts. Both see the same replicates, so
    /// what the clusters do to both alike cancels out.
    /// </summary>
    /// <param name="clusters">Number of clusters, at least 2.</param>
    /// <param name="first">The first statistic.</param>
    /// <param name="second">The second statistic, which is subtracted.</param>
    /// <param name="seed">Seed of the replicates.</param>
    /// <param name="replicates">Number of replicates, at least 1.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static BootstrapResult RunPaired(
        int clusters,
        ClusterStatistic first,
        ClusterStatistic second,
        long seed,
        int replicates = 1000,
        double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Run(clusters, weights => first(weights) - second(weights), seed, replicates, level);
    }
}
