using Arena.Core;

namespace Arena.Judges.Engines.Onnx;

/// <summary>
/// A decoder through ONNX Runtime on the processor. Requests of a call form a tree by their beginnings; every shared run of tokens is
/// computed once, and its keys and values serve all that follow it. Texts are written token by token, several side by side.
/// </summary>
public sealed class OnnxEngine : IScoringEngine, ITextEngine
{
    private readonly OnnxModel _model;
    private readonly OnnxScorer _scorer;
    private readonly OnnxWriter _writer;
    private readonly SemaphoreSlim _gate = new(1);
    private bool _isClosed;

    private OnnxEngine(OnnxModel model)
    {
        _model = model;
        _scorer = new(model);
        _writer = new(model);
    }

    /// <inheritdoc cref="IScoringEngine.Description"/>
    public EngineDescription Description => _model.Description;

    /// <summary>
    /// Opens a model folder: <c>model.onnx</c>, <c>tokenizer.json</c>, <c>config.json</c> and, where they are, <c>tokenizer_config.json</c> and
    /// <c>generation_config.json</c>.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How to run.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">A file is missing, damaged, or of a kind that this engine cannot run.</exception>
    public static async Task<OnnxEngine> OpenAsync(
        string folder, OnnxEngineOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BatchTokens);
        return new(await OnnxModel.OpenAsync(folder, options, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ScoringResult>> ScoreAsync(
        IReadOnlyList<ScoringRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return RunAsync(() => _scorer.Score(requests, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Greedy texts are those that the requests get alone, but where rounding decides between tokens as likely as each other.</remarks>
    public Task<IReadOnlyList<TextResult>> GenerateAsync(
        IReadOnlyList<TextRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return RunAsync(() => _writer.Write(requests, cancellationToken), cancellationToken);
    }

    /// <summary>Waits for the call in hand and gives the model's memory back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
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
            _gate.Release();
        }
    }

    private async Task<IReadOnlyList<T>> RunAsync<T>(Func<IReadOnlyList<T>> run, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        cancellationToken.ThrowIfCancellationRequested();

        // One call at a time: two would only share the cores, and need twice the memory.
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            return await Task.Run(run, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }
}
