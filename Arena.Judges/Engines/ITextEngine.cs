namespace Arena.Judges.Engines;

/// <summary>A language model that writes: contestants, rewriters, and judges that reason before they answer.</summary>
/// <remarks>Safe for calls from several threads.</remarks>
public interface ITextEngine : IAsyncDisposable
{
    /// <summary>What the model is and where it runs.</summary>
    public EngineDescription Description { get; }

    /// <summary>Writes a completion for every request.</summary>
    /// <param name="requests">The requests; none is fine.</param>
    /// <param name="cancellationToken">Cancels between two tokens; nothing comes back then.</param>
    /// <returns>A result for every request, in the order of the requests. What goes wrong with one request is its result's failure.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The engine is closed.</exception>
    public Task<IReadOnlyList<TextResult>> GenerateAsync(IReadOnlyList<TextRequest> requests, CancellationToken cancellationToken = default);
}
