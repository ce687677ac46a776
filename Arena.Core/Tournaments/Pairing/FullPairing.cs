namespace Arena.Core.Tournaments.Pairing;

/// <summary>
/// Every comparison of the pool at once, by prompt: a round-robin tournament, or all against the baseline, as the pool is.
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
        return new PairingStep(left, left.Length == 0 ? PairingStop.NothingLeft : null);
    }
}
