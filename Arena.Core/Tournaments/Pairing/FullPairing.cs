namespace Arena.Core.Tournaments.Pairing;

/// <summary>
/// Every comparison of the pool, prompt by prompt: a round-robin tournament, or all against the baseline, as the pool is. One batch is
/// one prompt, which a judge that shares beginnings judges the cheapest.
/// </summary>
/// <param name="pool">The comparisons.</param>
public sealed class FullPairing(ComparisonPool pool) : IPairingStrategy
{
    private readonly ComparisonPool _pool = pool ?? throw new ArgumentNullException(nameof(pool));

    /// <inheritdoc/>
    public PairingStep Plan(IReadOnlyDictionary<PlannedComparison, double?> judged)
    {
        ArgumentNullException.ThrowIfNull(judged);
        PlannedComparison[] left = [.. _pool.Comparisons.Where(comparison => !judged.ContainsKey(comparison))];
        return left.Length == 0
            ? new PairingStep([], PairingStop.NothingLeft)
            : new PairingStep([.. left.TakeWhile(comparison => comparison.Prompt == left[0].Prompt)]);
    }
}
