namespace Arena.Core.Ratings;

/// <summary>What a reader of intervals must know, in sentences.</summary>
internal static class RatingNotes
{
    public const string OnePrompt = "All battles belong to one prompt, so nothing can be said about other prompts: no intervals are given.";

    public const string NothingCompared = "Between any two contestants points went one way only, so nothing can be estimated: no intervals are given.";

    /// <summary>Fewer clusters than this make cluster-robust intervals rough (Cameron and Miller 2015).</summary>
    private const int FewClusters = 30;

    /// <summary>Where there are no intervals because hardly any replicate converged.</summary>
    public static string TooFewReplicates(int failed, int replicates) =>
        $"{failed} of {replicates} bootstrap replicates did not converge: no intervals are given. Some contestants have too few prompts, or " +
        "lose or win on one prompt only.";

    /// <summary>Notes on intervals.</summary>
    /// <param name="method">Where the intervals come from.</param>
    /// <param name="clusters">Number of prompts; null where the battles name none.</param>
    /// <param name="failed">Bootstrap replicates that did not converge.</param>
    /// <param name="replicates">Bootstrap replicates in all.</param>
    public static IEnumerable<string> OfIntervals(IntervalMethod method, int? clusters, int failed, int replicates)
    {
        if (clusters is null)
        {
            yield return "The battles name no prompt, so each was taken as independent of all others: intervals are too narrow where " +
                "several battles share a prompt.";
        }
        else if (clusters < FewClusters)
        {
            // What each is worth there is measured in docs/benchmarks.md.
            yield return method == IntervalMethod.Bootstrap
                ? $"There are only {clusters} prompts, so bootstrap intervals are too narrow; those of the sandwich, " +
                  "where the model has them, hold better."
                : $"There are only {clusters} prompts, so intervals are rough: they rest on how much {clusters} prompts differ from each " +
                  "other, however many battles each has.";
        }

        if (failed > 0)
        {
            yield return $"{failed} of {replicates} bootstrap replicates did not converge and are left out: intervals of contestants " +
                "with few battles are too narrow.";
        }
    }
}
