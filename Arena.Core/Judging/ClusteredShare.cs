using Arena.Core.Statistics;

namespace Arena.Core.Judging;

/// <summary>A share of things that were counted prompt by prompt, with an interval that respects the prompts.</summary>
/// <param name="Count">How many have the property.</param>
/// <param name="Of">Out of how many.</param>
/// <param name="Prompts">On how many prompts there was anything to count.</param>
/// <param name="Interval">
/// Percentile interval of the cluster bootstrap by prompt, or the score interval of <see cref="ClusteredProportion"/>, as the owner says; null with
/// fewer than two prompts, from which nothing can be said of another one.
/// </param>
public sealed record ClusteredShare(long Count, long Of, int Prompts, Interval? Interval)
{
    /// <summary>The share, in [0, 1]; null where there was nothing to count.</summary>
    public double? Value => Of == 0 ? null : (double)Count / Of;

    /// <summary>With Wilson's interval for the effective number of things; without a bootstrap, so also for few prompts and small shares.</summary>
    internal static ClusteredShare Score(IEnumerable<(int Count, int Of)> prompts, double level)
    {
        (int Count, int Of)[] counted = [.. prompts.Where(prompt => prompt.Of > 0)];
        int[] counts = [.. counted.Select(prompt => prompt.Count)], ofs = [.. counted.Select(prompt => prompt.Of)];
        return new ClusteredShare(
            counts.Sum(),
            ofs.Sum(),
            counted.Length,
            counted.Length < 2 ? null : ClusteredProportion.Wilson(counts, ofs, level).Interval);
    }

    /// <summary>Bootstraps the prompts on which there was anything to count; so no replicate lacks a value.</summary>
    internal static ClusteredShare Estimate(
        IEnumerable<(long Count, long Of)> prompts,
        long seed,
        int replicates,
        double level)
    {
        (long Count, long Of)[] counted = [.. prompts.Where(prompt => prompt.Of > 0)];
        Interval? interval = counted.Length < 2
            ? null
            : ClusterBootstrap.Run(counted.Length, Share, seed, replicates, level).Interval;
        return new ClusteredShare(
            counted.Sum(prompt => prompt.Count),
            counted.Sum(prompt => prompt.Of),
            counted.Length,
            interval);

        double Share(ReadOnlySpan<int> weights)
        {
            var (count, of) = (0L, 0L);
            for (var i = 0; i < weights.Length; i++)
            {
                count += weights[i] * counted[i].Count;
                of += weights[i] * counted[i].Of;
            }

            return (double)count / of;
        }
    }
}
