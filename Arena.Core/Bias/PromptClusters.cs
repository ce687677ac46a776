using Arena.Core.Judging;
using Arena.Core.Statistics;

namespace Arena.Core.Bias;

/// <summary>Items by prompt, and what is estimated from them with prompts as the clusters.</summary>
internal sealed class PromptClusters<T>(IEnumerable<T> items, Func<T, string> promptOf, double level)
{
    private readonly List<List<T>> _prompts =
        [.. items.GroupBy(promptOf, StringComparer.Ordinal).Select(prompt => prompt.ToList())];

    public int Prompts => _prompts.Count;

    public int Items => _prompts.Sum(prompt => prompt.Count);

    public int Count(Func<T, bool> has) => _prompts.Sum(prompt => prompt.Count(has));

    /// <summary>The sum of each prompt.</summary>
    public int[] Sums(Func<T, int> of) => [.. _prompts.Select(prompt => prompt.Sum(of))];

    public ClusteredShare Share(Func<T, bool> has) => ClusteredShare.Score(_prompts.Select(prompt => (prompt.Count(has), prompt.Count)), level);

    public IntervalEstimate Mean(Func<T, double> of) =>
        ClusterMean.Estimate([.. _prompts.Select(prompt => prompt.Sum(of))], [.. _prompts.Select(prompt => (double)prompt.Count)], level);

    /// <summary>The share that has the first less the share that has the second.</summary>
    public IntervalEstimate Difference(Func<T, bool> first, Func<T, bool> second) => ClusteredProportion.Difference(
        Sums(item => first(item) && !second(item) ? 1 : 0),
        Sums(item => second(item) && !first(item) ? 1 : 0),
        Sums(_ => 1),
        level);
}
