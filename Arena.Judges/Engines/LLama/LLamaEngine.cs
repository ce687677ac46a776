namespace Arena.Judges.Engines.LLama;

/// <summary>GGUF models through LLamaSharp and llama.cpp.</summary>
internal sealed class LLamaEngine : IScoringEngine, ITextEngine
{
    private readonly LLamaModel _model;
    private readonly LLamaScorer _scorer;
    private readonly LLamaWriter _writer;
    private bool _isClosed;

    private LLamaEngine(LLamaModel model, GgufEngineOptions options)
    {
        _model = model;
        _scorer = new(model, options);
        _writer = new(model, options);
    }

    /// <inheritdoc cref="IScoringEngine.Description"/>
    public EngineDescription Description => _model.Description;

    /// <inheritdoc cref="GgufEngine.OpenAsync"/>
    public static async Task<IScoringEngine> OpenAsync(string path, GgufEngineOptions options, CancellationToken cancellationToken) =>
        new LLamaEngine(await LLamaModel.OpenAsync(path, options, cancellationToken), options);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ScoringResult>> ScoreAsync(
        IReadOnlyList<ScoringRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return RunAsync(() => _scorer.Score(requests, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TextResult>> GenerateAsync(
        IReadOnlyList<TextRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return RunAsync(() => _writer.Write(requests, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Not under the feet of a run.
        await LLamaLibrary.Gate.WaitAsync();
        try
        {
            if (!_isClosed)
            {
                _isClosed = true;
                _model.Dispose();
            }
        }
        finally
        {
            LLamaLibrary.Gate.Release();
        }
    }

    private async Task<IReadOnlyList<T>> RunAsync<T>(Func<IReadOnlyList<T>> run, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        await LLamaLibrary.Gate.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            return await Task.Run(run, cancellationToken);
        }
        finally
        {
            LLamaLibrary.Gate.Release();
        }
    }
}
