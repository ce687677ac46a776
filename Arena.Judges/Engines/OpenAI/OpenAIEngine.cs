using System.Collections.Concurrent;
using System.Globalization;
using Arena.Core;
using Arena.Core.Judging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenAI.Chat;
using ChatMessage = Arena.Judges.Chat.ChatMessage;

namespace Arena.Judges.Engines.OpenAI;

/// <summary>
/// A model behind servers that speak OpenAI's chat protocol: vLLM, llama-server, Ollama, Text Generation Inference, or a cloud.
/// </summary>
/// <remarks>
/// <para>
/// The text of a request travels as the content of JSON messages, and the server applies the model's chat template. Segments are joined; they
/// order the requests of a call so that the server's prefix cache hits.
/// </para>
/// <para>
/// What is wrong for every request (no such model, a key that is refused) ends a call with a <see cref="BadInputException"/> that names
/// what to set; all other errors are the failure of their request.
/// </para>
/// </remarks>
public sealed partial class OpenAIEngine : IScoringEngine, ITextEngine
{
    /// <summary>Tokens to write where a verdict is read from text: enough for a candidate and the white space about it.</summary>
    private const int VerdictTokens = 8;

    /// <summary>The likeliest tokens that servers give which refuse 20.</summary>
    private const int FewLogProbabilities = 5;

    private readonly OpenAIEngineOptions _options;
    private readonly ChatConnection _connection;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _places;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<string, bool> _servedModels = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _fingerprints = new(StringComparer.Ordinal);

    // What the servers were found to give. Threads may find it at the same time; they find the same.
    private volatile int _topLogProbabilities;

    private OpenAIEngine(OpenAIEngineOptions options, ChatConnection connection, ModelList.Model? model, ILogger logger)
    {
        _options = options;
        _connection = connection;
        _logger = logger;
        _places = new(options.Concurrency);
        _topLogProbabilities = options.Reading == VerdictReading.Probabilities ? options.TopLogProbabilities : 0;
        _servedModels[options.Model] = true;
        Description = new("openai", options.Model, ContentHash.Of("openai", options.Model), model?.ContextLength, "remote")
        {
            Settings = options.Reading == VerdictReading.Text
                ? "verdicts from text"
                : string.Create(CultureInfo.InvariantCulture, $"the likeliest {options.TopLogProbabilities} tokens"),
        };
        Note(model?.Id, fingerprint: null);
    }

    /// <inheritdoc cref="IScoringEngine.Description"/>
    public EngineDescription Description { get; }

    /// <summary>Opens an engine: finds the key, and asks a server what it knows of the model.</summary>
    /// <param name="options">Which model, where and how.</param>
    /// <param name="keys">Where the key is looked up, by <see cref="OpenAIEngineOptions.KeyVariable"/>; <see cref="ApiKeys.Load"/> as a rule.</param>
    /// <param name="time">The clock of time-outs and pauses.</param>
    /// <param name="seed">Seed of the jitter of pauses; no result depends on it.</param>
    /// <param name="logger">Told when a server gives less than it was asked for, or is another than was asked.</param>
    /// <param name="cancellationToken">Cancels the question to the server.</param>
    /// <exception cref="BadInputException">A setting is out of range, the key is missing or refused, or no server is ready.</exception>
    public static async Task<OpenAIEngine> OpenAsync(
        OpenAIEngineOptions options,
        IConfiguration keys,
        TimeProvider time,
        long seed = 1,
        ILogger<OpenAIEngine>? logger = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(keys);
        options.Validate();
        var connection = new ChatConnection(options, keys, time, seed);
        try
        {
            return new(options, connection, await connection.DescribeModelAsync(cancellationToken), logger ?? NullLogger<OpenAIEngine>.Instance);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ScoringResult>> ScoreAsync(IReadOnlyList<ScoringRequest> requests, CancellationToken cancellationToken = default) =>
        RunAsync(requests, request => request.Messages, ScoreAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TextResult>> GenerateAsync(IReadOnlyList<TextRequest> requests, CancellationToken cancellationToken = default) =>
        RunAsync(requests, request => request.Messages, GenerateAsync, cancellationToken);

    /// <summary>Closes the connections. Calls in flight end with an <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_closing.IsCancellationRequested)
        {
            await _closing.CancelAsync();
            _connection.Dispose();
        }
    }

    private static ScoringResult Count(ScoringResult result, ChatTokenUsage? usage) => result with
    {
        PromptTokens = usage?.InputTokenCount,
        ComputedTokens = usage?.InputTokenCount - usage?.InputTokenDetails?.CachedTokenCount,
    };

    private static JudgingFailure Refused(string? words) =>
        new(FailureKind.Refused, string.IsNullOrEmpty(words) ? "the server's content filter stopped the answer" : $"the model refused: {words}");

    /// <summary>Sends all requests in the order of their prefixes and gathers the results in the order of the requests.</summary>
    private async Task<IReadOnlyList<TResult>> RunAsync<TRequest, TResult>(
        IReadOnlyList<TRequest> requests,
        Func<TRequest, IReadOnlyList<ChatMessage>> messagesOf,
        Func<TRequest, CancellationToken, Task<TResult>> send,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        var schedule = PrefixSchedule.Of([.. requests.Select(messagesOf)]);
        _connection.KeepTogether(schedule.Beginning);
        var followers = Enumerable.Range(0, requests.Count).ToLookup(place => schedule.Leaders[place]);
        var ready = new PriorityQueue<int, int>(followers[-1].Select(place => (place, place)));
        var running = new Dictionary<Task<TResult>, int>();
        var results = new TResult[requests.Count];
        try
        {
            while (ready.Count > 0 || running.Count > 0)
            {
                while (running.Count < _options.Concurrency && ready.TryDequeue(out var next, out _))
                {
                    running.Add(InPlaceAsync(requests[schedule.Order[next]]), next);
                }

                var over = await Task.WhenAny(running.Keys);
                running.Remove(over, out var place);
                results[schedule.Order[place]] = await over;
                ready.EnqueueRange(followers[place].Select(follower => (follower, follower)));
            }
        }
        catch
        {
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(running.Keys)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
            throw;
        }

        return results;

        async Task<TResult> InPlaceAsync(TRequest request)
        {
            // Other calls share the places.
            await _places.WaitAsync(stop.Token);
            try
            {
                return await send(request, stop.Token);
            }
            finally
            {
                _places.Release();
            }
        }
    }

    private async Task<ScoringResult> ScoreAsync(ScoringRequest request, CancellationToken cancellationToken)
    {
        ServerError? refusal = null;
        for (var top = _topLogProbabilities; ;)
        {
            var (completion, error) = await _connection.CompleteAsync(request.Messages, top > 0 ? 1 : VerdictTokens, top, cancellationToken);
            if (error is not null)
            {
                if (top > 0 && error.RefusesLogProbabilities)
                {
                    refusal ??= error;
                    top = top > FewLogProbabilities ? FewLogProbabilities : 0;
                    continue;
                }

                return _connection.Unusable(error) is { } unusable ? throw unusable : new() { Failure = error.ToFailure() };
            }

            if (refusal is not null)
            {
                // Only now it is known that log-probabilities were what the server refused.
                Lower(top, refusal.Outline);
            }

            Note(completion!.Model, completion.SystemFingerprint);
            if (completion.FinishReason == ChatFinishReason.ContentFilter || completion.Refusal is { Length: > 0 })
            {
                return Count(new() { Failure = Refused(completion.Refusal) }, completion.Usage);
            }

            var text = string.Concat(completion.Content.Select(part => part.Text));
            if (top == 0)
            {
                return Count(NextToken.FromText(text, request.Candidates), completion.Usage);
            }

            if (NextToken.FromProbabilities(completion, request.Candidates) is { } result)
            {
                return Count(result, completion.Usage);
            }

            if (text.Length > 0)
            {
                // A token without its probability: this server gives none. Without any text the model may only have ended at once.
                Lower(0, "the server gave no log-probabilities");
            }

            top = 0;
        }
    }

    private async Task<TextResult> GenerateAsync(TextRequest request, CancellationToken cancellationToken)
    {
        var (pieces, error) = await _connection.StreamAsync(request, cancellationToken);
        if (error is not null)
        {
            return _connection.Unusable(error) is { } unusable ? throw unusable : new() { Failure = error.ToFailure() };
        }

        foreach (var piece in pieces)
        {
            Note(piece.Model, piece.SystemFingerprint);
        }

        var finish = pieces.Select(piece => piece.FinishReason).FirstOrDefault(reason => reason is not null);
        var usage = pieces.Select(piece => piece.Usage).LastOrDefault(counted => counted is not null);
        var refusal = string.Concat(pieces.Select(piece => piece.RefusalUpdate));
        var result = new TextResult { PromptTokens = usage?.InputTokenCount, WrittenTokens = usage?.OutputTokenCount };
        if (finish == ChatFinishReason.ContentFilter || refusal.Length > 0)
        {
            return result with { Failure = Refused(refusal) };
        }

        return finish is null
            ? result with { Failure = new(FailureKind.EngineError, "the answer ended without a reason why, so part of it may be missing") }
            : result with
            {
                Text = string.Concat(pieces.SelectMany(piece => piece.ContentUpdate).Select(part => part.Text)),
                IsComplete = finish == ChatFinishReason.Stop,
            };
    }

    private void Lower(int top, string reason)
    {
        if (top >= _topLogProbabilities)
        {
            return;
        }

        _topLogProbabilities = top;
        if (top == 0)
        {
            ReadingText(_options.Model, reason);
        }
        else
        {
            ReadingFewer(_options.Model, top, reason);
        }
    }

    private void Note(string? model, string? fingerprint)
    {
        if (!string.IsNullOrEmpty(model) && _servedModels.TryAdd(model, true))
        {
            ServedModelDiffers(_options.Model, model);
        }

        if (!string.IsNullOrEmpty(fingerprint) && _fingerprints.TryAdd(fingerprint, true) && _fingerprints.Count > 1)
        {
            ServersDiffer(_options.Model, fingerprint);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Verdicts of {Model} are read from text from here on, not from probabilities: {Reason}")]
    private partial void ReadingText(string model, string reason);

    [LoggerMessage(LogLevel.Warning, "Verdicts of {Model} are read from its {Top} likeliest tokens from here on: {Reason}")]
    private partial void ReadingFewer(string model, int top, string reason);

    [LoggerMessage(LogLevel.Warning, "Asked for model {Asked}, the server names it {Served}")]
    private partial void ServedModelDiffers(string asked, string served);

    [LoggerMessage(LogLevel.Warning, "The system behind {Model} is another than it was ({Fingerprint}): equal requests may get other answers")]
    private partial void ServersDiffer(string model, string fingerprint);
}
