using Arena.Core.Statistics;

namespace Arena.Core.Tournaments.Pairing;

/// <summary>
/// A simple random sample of the pool, without replacement: after every batch, any set of so many comparisons is equally likely to be
/// the one judged.
/// </summary>
public sealed class UniformPairing : IPairingStrategy
{
    private readonly PlannedComparison[] _sample;
    private readonly int _batchSize;
    private readonly bool _isAll;

    /// <summary>Draws the sample.</summary>
    /// <param name="pool">The comparisons to draw from.</param>
    /// <param name="budget">How many comparisons to make, at least 0; what exceeds the pool is not spent.</param>
    /// <param name="batchSize">How many to plan at once, at least 1.</param>
    /// <param name="seed">Seed of the sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">The budget is negative or the batch size is not positive.</exception>
    public UniformPairing(ComparisonPool pool, int budget, int batchSize, long seed)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNegative(budget);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        PlannedComparison[] order = [.. pool.Comparisons];
        new DeterministicRandom(seed).Shuffle<PlannedComparison>(order);
        _sample = order[..Math.Min(budget, order.Length)];
        _isAll = _sample.Length == order.Length;
        _batchSize = batchSize;
    }

    /// <inheritdoc/>
    public PairingStep Plan(IReadOnlyDictionary<PlannedComparison, double?> judged)
    {
        ArgumentNullException.ThrowIfNull(judged);

        // Batches are fixed parts of the sample, so that one cut short is finished before the next begins.
        foreach (var batch in _sample.Chunk(_batchSize))
        {
            PlannedComparison[] left = [.. batch.Where(comparison => !judged.ContainsKey(comparison)).OrderBy(comparison => comparison.Prompt)];
            if (left.Length > 0)
            {
                return new PairingStep(left);
            }
        }

        return new PairingStep([], _isAll ? PairingStop.NothingLeft : PairingStop.BudgetSpent);
    }
}
