namespace Arena.Judges.Engines;

/// <summary>
/// A language model that says how likely each of a few answers is to come next. Judging is prefill: this is all that a verdict needs.
/// </summary>
/// <remarks>
/// One call takes a whole shard, because requests of one prompt begin alike and an engine computes an equal beginning once. Safe for
/// calls from several threads; an engine runs them one after another where its library demands it.
/// </remarks>
public interface IScoringEngine : IAsyncDisposable
{
    /// <summary>What the model is and where it runs.</summary>
    public EngineDescription Description { get; }

    /// <summary>Scores requests. A result does not depend on which other requests the call holds, but for rounding.</summary>
    /// <param name="requests">The requests, in any order; none is fine.</param>
    /// <param name="cancellationToken">Cancels between two runs of the model; nothing comes back then.</param>
    /// <returns>A result for every request, in the order of the requests. What goes wrong with one request is its result's failure.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The engine is closed.</exception>
    /// <exception cref="Core.BadInputException">A server refuses the key, or knows no such model: no request could succeed.</exception>
    public Task<IReadOnlyList<ScoringResult>> ScoreAsync(IReadOnlyList<ScoringRequest> requests, CancellationToken cancellationToken = default);
}
