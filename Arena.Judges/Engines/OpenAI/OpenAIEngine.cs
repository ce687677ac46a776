using System.ClientModel;
using System.Net;
using System.Text;
using System.Text.Json;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Statistics;
using Arena.Judges.Chat;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using OpenAI.Chat;
using Polly;
using ChatFinishReason = OpenAI.Chat.ChatFinishReason;
using ChatMessage = Arena.Judges.Chat.ChatMessage;

namespace Arena.Judges.Engines.OpenAI;

/// <summary>
/// A model behind servers that speak OpenAI's chat protocol: vLLM, llama-server, Ollama, Text Generation Inference, or a cloud.
/// </summary>
/// <remarks>
/// <para>
/// The text of a request travels as the content of JSON messages and the server applies the model's chat template; segments are joined, and
/// order the requests of a call so that the server's prefix cache hits. A result depends on the other requests only as far as the server's
/// arithmetic does.
/// </para>
/// <para>
/// What is wrong for every request (no such model, a key that is missing or refused) ends a call with a <see cref="BadInputException"/>
/// that names what to set; all other errors are the failure of their request.
/// </para>
/// </remarks>
public sealed partial class OpenAIEngine : IScoringEngine, ITextEngine
{
    /// <summary>Tokens to write where a verdict is read from text: enough for a candidate and the white space about it.</summary>
    private const int VerdictTokens = 8;

    /// <summary>The likeliest tokens that servers give which refuse 20.</summary>
    private const int FewLogProbabilities = 5;

    /// <summary>A server that asks for more patience than this has its request fail, to be tried by the next run.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    /// <summary>Stands for whichever endpoint the <see cref="EndpointHandler"/> chooses.</summary>
    private static readonly Uri AnyEndpoint = new("http://endpoint.invalid/");

    private readonly OpenAIEngineOptions _options;
    private readonly string? _key;
    private readonly ILogger _logger;
    private readonly HttpClient _client;
    private readonly OpenAIChatCompletionService _chat;
    private readonly SemaphoreSlim _places;
    private readonly CancellationTokenSource _closing = new();

    // What the servers were found to accept. Threads may find it at the same time; they find the same.
    private volatile int _topLogProbabilities;
    private volatile bool _usesNewLimit;
    private volatile string _servedModel;
    private volatile string? _fingerprint;

    private OpenAIEngine(OpenAIEngineOptions options, string? key, int? contextLength, HttpClient client, ILogger logger)
    {
        _options = options;
        _key = key;
        _logger = logger;
        _client = client;
#pragma warning disable SKEXP0010 // Other endpoints than OpenAI's own are still called experimental; this engine is about nothing else.
        // The handler adds the key, so that Semantic Kernel never sees it.
        _chat = new OpenAIChatCompletionService(options.Model, AnyEndpoint, apiKey: null, httpClient: client);
#pragma warning restore SKEXP0010
        _places = new(options.Concurrency);
        _topLogProbabilities = options.Reading == VerdictReading.Probabilities ? options.TopLogProbabilities : 0;
        _servedModel = options.Model;
        Description = new("openai", options.Model, ContentHash.Of("openai", options.Model), contextLength, "remote");
    }

    /// <inheritdoc cref="IScoringEngine.Description"/>
    public EngineDescription Description { get; }

    /// <summary>Opens an engine: finds the key, and asks a server what it knows of the model.</summary>
    /// <param name="options">Which model, where and how.</param>
    /// <param name="keys">Where the key is looked up, by <see cref="OpenAIEngineOptions.KeyVariable"/>; <see cref="ApiKeys.Load"/> as a rule.</param>
    /// <param name="time">The clock of time-outs and pauses.</param>
    /// <param name="seed">Seed of the jitter of pauses; no result depends on it.</param>
    /// <param name="logger">Told when a server does less than it was asked for, or is another than it was.</param>
    /// <param name="cancellationToken">Cancels the question to the server.</param>
    /// <exception cref="BadInputException">A setting is out of range, the key is missing or refused, or no server answers.</exception>
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
        var key = FindKey(options, keys);
        var endpoints = new EndpointHandler(options.Endpoints, key, options.Timeout, time)
        {
            InnerHandler = new SocketsHttpHandler
            {
                // A redirect would show the prompt, and might show the key, to a server that nobody named.
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(15),
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            },
        };
        try
        {
            var model = await AskForModelAsync(endpoints, options, key, cancellationToken);
            var retrying = new ResilienceHandler(Retrying(options, time, seed)) { InnerHandler = endpoints };
            var engine = new OpenAIEngine(
                options,
                key,
                model?.ContextLength,
                new HttpClient(retrying) { Timeout = System.Threading.Timeout.InfiniteTimeSpan },
                logger ?? NullLogger<OpenAIEngine>.Instance);
            engine.Note(model?.Id, fingerprint: null);
            return engine;
        }
        catch
        {
            endpoints.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ScoringResult>> ScoreAsync(IReadOnlyList<ScoringRequest> requests, CancellationToken cancellationToken = default) =>
        RunAsync(requests, request => request.Messages, ScoreAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TextResult>> GenerateAsync(IReadOnlyList<TextRequest> requests, CancellationToken cancellationToken = default) =>
        RunAsync(requests, request => request.Messages, GenerateAsync, cancellationToken);

    /// <summary>Closes the connections. Calls that are still in flight are cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_closing.IsCancellationRequested)
        {
            await _closing.CancelAsync();
            _client.Dispose();
        }
    }

    private static string? FindKey(OpenAIEngineOptions options, IConfiguration keys)
    {
        if (options.KeyVariable is not { } name)
        {
            return null;
        }

        var key = keys[name]?.Trim();
        if (string.IsNullOrEmpty(key))
        {
            throw new BadInputException(
                options.Where,
                $"the key is missing: set the environment variable {name}, or run \"dotnet user-secrets set {name} KEY --id {ApiKeys.SecretsId}\"");
        }

        // Anything else cannot stand in a header, and what refuses it there would quote it.
        return key.All(letter => letter is > ' ' and <= '~')
            ? key
            : throw new BadInputException(options.Where, $"the key in {name} holds letters that no key has: set it anew");
    }

    private static ResiliencePipeline<HttpResponseMessage> Retrying(OpenAIEngineOptions options, TimeProvider time, long seed)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        if (options.Retries == 0)
        {
            return builder.Build();
        }

        var random = new DeterministicRandom(seed);
        var randomLock = new Lock();
        return builder
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(30),
                UseJitter = true,
                Randomizer = () =>
                {
                    lock (randomLock)
                    {
                        return random.NextDouble();
                    }
                },
                ShouldHandle = attempt => ValueTask.FromResult(
                    HttpClientResiliencePredicates.IsTransient(attempt.Outcome)
                    && !(attempt.Outcome.Result?.Headers.RetryAfter is { } wait && (wait.Delta ?? wait.Date - time.GetUtcNow()) > LongestPause)),
            })
            .Build();
    }

    /// <summary>What the first server that answers tells of the model; null where it tells nothing.</summary>
    private static async Task<ModelList.Model?> AskForModelAsync(
        EndpointHandler endpoints,
        OpenAIEngineOptions options,
        string? key,
        CancellationToken cancellationToken)
    {
        using var once = new HttpMessageInvoker(endpoints, disposeHandler: false);
        ServerError? error = null;
        foreach (var _ in options.Endpoints)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(AnyEndpoint, "models"));
                using var response = await once.SendAsync(request, cancellationToken);
                var body = await response.Content.ReadAsStringAsync(cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return ReadModels(body)?.Find(options.Model);
                }

                error = ServerError.Of(response.StatusCode, body, key);
                if (error.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                {
                    throw Unusable(error, options)!;
                }

                if (error.Status < HttpStatusCode.InternalServerError || error.Status == HttpStatusCode.NotImplemented)
                {
                    // Not every server has this list, and nothing but the context's length depends on it.
                    return null;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or Polly.Timeout.TimeoutRejectedException)
            {
                error = ServerError.Of(exception, key);
            }
        }

        throw new BadInputException(options.Where, $"no server is ready ({error}): start it, or correct the endpoint");
    }

    private static ModelList? ReadModels(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ModelListJson.Default.ModelList);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The exception for an error that every request would meet; null where only this one did.</summary>
    private static BadInputException? Unusable(ServerError error, OpenAIEngineOptions options) => error.Status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when options.KeyVariable is { } name =>
            new(options.Where, $"{error}: put a key that may use model {options.Model} into {name}"),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            new(options.Where, $"{error}: name the environment variable that holds the key, for this server asks for one"),
        HttpStatusCode.NotFound =>
            new(options.Where, $"{error}: give a model that it serves in place of {options.Model}, or the endpoint's whole base address, which often ends in /v1"),
        _ => null,
    };

    private static ChatHistory History(IReadOnlyList<ChatMessage> messages)
    {
        var history = new ChatHistory();
        foreach (var message in messages)
        {
            history.AddMessage(
                message.Role switch
                {
                    ChatRole.System => AuthorRole.System,
                    ChatRole.User => AuthorRole.User,
                    _ => AuthorRole.Assistant,
                },
                message.Text);
        }

        return history;
    }

    private static ScoringResult Count(ScoringResult result, ChatTokenUsage? usage) => result with
    {
        PromptTokens = usage?.InputTokenCount,
        ComputedTokens = usage?.InputTokenCount - usage?.InputTokenDetails?.CachedTokenCount,
    };

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
            var (completion, error) = await CompleteAsync(request, top, cancellationToken);
            if (error is not null)
            {
                if (top > 0 && error.RefusesLogProbabilities)
                {
                    refusal ??= error;
                    top = top > FewLogProbabilities ? FewLogProbabilities : 0;
                    continue;
                }

                if (Unusable(error, _options) is { } unusable)
                {
                    throw unusable;
                }

                return new() { Failure = error.ToFailure() };
            }

            if (refusal is not null && top < _topLogProbabilities)
            {
                // Only now it is known that log-probabilities were what the server refused.
                Lower(top, refusal.ToString());
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
                // A token without its probability: this server gives none. Without any text it may only have ended at once.
                Lower(0, "it gave no log-probabilities");
            }

            top = 0;
        }
    }

    private async Task<TextResult> GenerateAsync(TextRequest request, CancellationToken cancellationToken)
    {
        var written = new StringBuilder();
        var refusal = new StringBuilder();
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;

        // Streamed, for gateways cut off what stays silent for a minute, and a long text takes longer.
        var error = await TryAsync(
            async settings =>
            {
                settings.Temperature = request.Temperature;
                settings.TopP = request.TopP;
#pragma warning disable SKEXP0010
                settings.Seed = request.Seed;
#pragma warning restore SKEXP0010
                await foreach (var part in _chat.GetStreamingChatMessageContentsAsync(History(request.Messages), settings, kernel: null, cancellationToken))
                {
                    var update = (StreamingChatCompletionUpdate)part.InnerContent!;
                    foreach (var content in update.ContentUpdate)
                    {
                        written.Append(content.Text);
                    }

                    refusal.Append(update.RefusalUpdate);
                    finish ??= update.FinishReason;
                    usage ??= update.Usage;
                    Note(update.Model, update.SystemFingerprint);
                }
            },
            request.MaxTokens,
            cancellationToken);
        if (error is not null)
        {
            return Unusable(error, _options) is { } unusable ? throw unusable : new() { Failure = error.ToFailure() };
        }

        var result = new TextResult { PromptTokens = usage?.InputTokenCount, WrittenTokens = usage?.OutputTokenCount };
        if (finish == ChatFinishReason.ContentFilter || refusal.Length > 0)
        {
            return result with { Failure = Refused(refusal.ToString()) };
        }

        return finish is { } reason
            ? result with { Text = written.ToString(), IsComplete = reason == ChatFinishReason.Stop }
            : result with { Failure = new(FailureKind.EngineError, "the answer ended without a reason why, so part of it may be missing") };
    }

    /// <summary>One completion for a verdict: one token with the likeliest in its place, or, where none are asked for, a few tokens.</summary>
    private async Task<(ChatCompletion? Completion, ServerError? Error)> CompleteAsync(ScoringRequest request, int top, CancellationToken cancellationToken)
    {
        ChatCompletion? completion = null;
        var error = await TryAsync(
            async settings =>
            {
                settings.Temperature = 0;
                if (top > 0)
                {
#pragma warning disable SKEXP0010
                    settings.Logprobs = true;
                    settings.TopLogprobs = top;
#pragma warning restore SKEXP0010
                }

                var content = await _chat.GetChatMessageContentAsync(History(request.Messages), settings, kernel: null, cancellationToken);
                completion = (ChatCompletion)content.InnerContent!;
            },
            top > 0 ? 1 : VerdictTokens,
            cancellationToken);
        return (completion, error);
    }

    /// <summary>Sends a request; gives the error where there is one.</summary>
    private async Task<ServerError?> TryAsync(Func<OpenAIPromptExecutionSettings, Task> send, int maxTokens, CancellationToken cancellationToken)
    {
        for (var usesNewLimit = _usesNewLimit; ;)
        {
            ServerError error;
            try
            {
                var settings = new OpenAIPromptExecutionSettings();
                if (usesNewLimit)
                {
                    // The library writes this as max_completion_tokens.
                    settings.MaxTokens = maxTokens;
                }
                else
                {
#pragma warning disable SKEXP0010
                    // The name that all local servers know; some of them write without end where they find the new one only.
                    settings.ExtraBody = new Dictionary<string, object?> { ["max_tokens"] = maxTokens };
#pragma warning restore SKEXP0010
                }

                await send(settings);
                _usesNewLimit = usesNewLimit;
                return null;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Only the library's work stands in the try. What it throws at an answer that is no answer is not documented.
                error = exception switch
                {
                    HttpOperationException { StatusCode: { } status and not 0 } answer => ServerError.Of(status, answer.ResponseContent, _key),
                    ClientResultException { Status: not 0 } answer =>
                        ServerError.Of((HttpStatusCode)answer.Status, answer.GetRawResponse()?.Content.ToString(), _key),
                    HttpOperationException { InnerException: { } cause } => ServerError.Of(cause, _key),
                    _ => ServerError.Of(exception, _key),
                };
            }

            if (usesNewLimit || !error.RefusesMaxTokens)
            {
                return error;
            }

            usesNewLimit = true;
        }
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
        if (!string.IsNullOrEmpty(model) && model != _servedModel)
        {
            ServedModelDiffers(_servedModel, model);
            _servedModel = model;
        }

        if (!string.IsNullOrEmpty(fingerprint) && fingerprint != _fingerprint)
        {
            if (_fingerprint is { } before)
            {
                ServerChanged(_options.Model, before, fingerprint);
            }

            _fingerprint = fingerprint;
        }
    }

    private static JudgingFailure Refused(string? words) =>
        new(FailureKind.Refused, string.IsNullOrEmpty(words) ? "the server's content filter stopped the answer" : $"the model refused: {words}");

    [LoggerMessage(LogLevel.Warning, "Verdicts of {Model} are read from text from here on, not from probabilities: {Reason}")]
    private partial void ReadingText(string model, string reason);

    [LoggerMessage(LogLevel.Warning, "Verdicts of {Model} are read from its {Top} likeliest tokens from here on: {Reason}")]
    private partial void ReadingFewer(string model, int top, string reason);

    [LoggerMessage(LogLevel.Warning, "Asked for model {Asked}, the server names it {Served}")]
    private partial void ServedModelDiffers(string asked, string served);

    [LoggerMessage(LogLevel.Warning, "The server of {Model} changed from {Before} to {After}; its verdicts may have, too")]
    private partial void ServerChanged(string model, string before, string after);
}
