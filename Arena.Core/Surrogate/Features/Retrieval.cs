namespace Arena.Core.Surrogate.Features;

/// <summary>Measures of a ranked list of found items against the relevant ones: here, the passages that a response cites, in the order of their first citation.</summary>
public static class Retrieval
{
    /// <summary>Precision: the share of the found that are relevant.</summary>
    /// <param name="found">Found items in order, each once.</param>
    /// <param name="relevant">The relevant items.</param>
    /// <returns>In [0, 1]; NaN where nothing was found.</returns>
    public static double Precision(IReadOnlyList<string> found, IReadOnlySet<string> relevant)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found.Count > 0 ? (double)found.Count(relevant.Contains) / found.Count : double.NaN;
    }

    /// <summary>Recall@k: the share of the relevant that are among the first k found.</summary>
    /// <param name="found">Found items in order, each once.</param>
    /// <param name="relevant">The relevant items.</param>
    /// <param name="k">How many of the found count.</param>
    /// <returns>In [0, 1]; NaN where nothing is relevant.</returns>
    public static double Recall(IReadOnlyList<string> found, IReadOnlySet<string> relevant, int k)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(relevant);
        return relevant.Count > 0 ? (double)found.Take(k).Count(relevant.Contains) / relevant.Count : double.NaN;
    }

    /// <summary>
    /// Average precision at k: the mean, over the relevant items, of the precision of the list down to each, and 0 for those not among the first k
    /// (as trec_eval's map_cut). Its mean over prompts is MAP@k.
    /// </summary>
    /// <param name="found">Found items in order, each once.</param>
    /// <param name="relevant">The relevant items.</param>
    /// <param name="k">How many of the found count.</param>
    /// <returns>In [0, 1]; NaN where nothing is relevant.</returns>
    public static double AveragePrecision(IReadOnlyList<string> found, IReadOnlySet<string> relevant, int k)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(relevant);
        var (hits, sum) = (0, 0.0);
        for (var i = 0; i < Math.Min(k, found.Count); i++)
        {
            if (relevant.Contains(found[i]))
            {
                hits++;
                sum += (double)hits / (i + 1);
            }
        }

        return relevant.Count > 0 ? sum / relevant.Count : double.NaN;
    }
}
