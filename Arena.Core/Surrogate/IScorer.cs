namespace Arena.Core.Surrogate;

/// <summary>A way of learning to score responses from judged ones. Immutable.</summary>
public interface IScorer
{
    /// <summary>Its name in tables.</summary>
    public string Name { get; }

    /// <summary>Learns.</summary>
    /// <param name="rows">What to learn from; of two contestants at least.</param>
    /// <param name="seed">Seed of all that is drawn at random.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public ITrainedScorer Train(TrainingRows rows, long seed, CancellationToken cancellationToken = default);
}
