using System.ClientModel;
using System.Net;
using System.Text.Json;
using Arena.Core;
using Arena.Core.Statistics;
using Arena.Judges.Chat;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using OpenAI.Chat;
using Polly;
using Polly.Timeout;
using ChatMessage = Arena.Judges.Chat.ChatMessage;

namespace Arena.Judges.Engines.OpenAI;

/// <summary>The way to the servers: Semantic Kernel's chat completion over HTTP that tries again, with the key and all that can go wrong.</summary>
#pragma warning disable SKEXP0010 // Other endpoints than OpenAI's own, and all that makes verdicts, are still called experimental there.
internal sealed class ChatConnection : IDisposable
{
    /// <summary>A server that asks for more patience than this has its request fail, to be tried by the next run.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    /// <summary>Stands for whichever endpoint the <see cref="EndpointHandler"/> chooses.</summary>
    private static readonly Uri AnyEndpoint = new("http://endpoint.invalid/");

    private readonly OpenAIEngineOptions _options;
    private readonly string? _key;
    private readonly EndpointHandler _endpoints;
    private readonly HttpClient _client;
    private readonly OpenAIChatCompletionService _chat;

    // What the servers were found to want. Threads may find it at the same time; they find the same.
    private volatile bool _usesNewLimit;

    /// <summary>Creates a connection; nothing is sent.</summary>
    /// <exception cref="BadInputException">The key is missing or is none.</exception>
    public ChatConnection(OpenAIEngineOptions options, IConfiguration keys, TimeProvider time, long seed)
    {
        _options = options;
        _key = FindKey(options, keys);
        _endpoints = new EndpointHandler(options.Endpoints, options.Model, _key, options.Timeout, time)
        {
            InnerHandler = new SocketsHttpHandler
            {
                // A redirect would show the prompt to a server that nobody named.
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(15),
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            },
        };
        _client = new HttpClient(new ResilienceHandler(Retrying(options, time, seed)) { InnerHandler = _endpoints })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

        // The handler adds the key, so that the library never sees it.
        _chat = new OpenAIChatCompletionService(options.Model, AnyEndpoint, apiKey: null, httpClient: _client);
    }

    /// <summary>Says what the requests that are sent from here on begin with, so that they go to a server that has it cached.</summary>
    /// <param name="beginning">Stands for the beginning; null where there is none in common.</param>
    public void KeepTogether(ulong? beginning) => _endpoints.Affinity.Value = beginning;

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>What the first server that answers tells of the model; null where it tells nothing.</summary>
    /// <exception cref="BadInputException">The key is refused, or no server is ready.</exception>
    public async Task<ModelList.Model?> DescribeModelAsync(CancellationToken cancellationToken)
    {
        using var once = new HttpMessageInvoker(_endpoints, disposeHandler: false);
        ServerError? error = null;
        foreach (var _ in _options.Endpoints)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(AnyEndpoint, "models"));
                using var response = await once.SendAsync(request, cancellationToken);
                var body = await response.Content.ReadAsStringAsync(cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return ReadModels(body)?.Find(_options.Model);
                }

                error = ServerError.Of(response.StatusCode, body, _key);
            }
            catch (Exception exception) when (exception is HttpRequestException or TimeoutRejectedException)
            {
                error = ServerError.Of(exception, _key);
            }

            if (error.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                throw Unusable(error)!;
            }

            if (error.Status is < HttpStatusCode.InternalServerError or HttpStatusCode.NotImplemented)
            {
                // Not every server has this list, and nothing but the context's length depends on it.
                return null;
            }
        }

        throw new BadInputException(_options.Where, $"no server is ready ({error}): start it, or correct the endpoint");
    }

    /// <summary>Asks for a completion in one piece.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="maxTokens">The most tokens to write.</param>
    /// <param name="topLogProbabilities">How many of the likeliest tokens to list; 0 for none.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The completion, or the error in its place.</returns>
    public async Task<(ChatCompletion? Completion, ServerError? Error)> CompleteAsync(
        IReadOnlyList<ChatMessage> messages,
        int maxTokens,
        int topLogProbabilities,
        CancellationToken cancellationToken)
    {
        ChatCompletion? completion = null;
        var error = await TryAsync(
            async settings =>
            {
                settings.Temperature = 0;
                if (topLogProbabilities > 0)
                {
                    settings.Logprobs = true;
                    settings.TopLogprobs = topLogProbabilities;
                }

                var content = await _chat.GetChatMessageContentAsync(History(messages), settings, kernel: null, cancellationToken);
                completion = (ChatCompletion)content.InnerContent!;
            },
            maxTokens,
            cancellationToken);
        return (completion, error);
    }

    /// <summary>Asks for a text as a stream, for gateways cut off what stays silent for a minute, and a long text takes longer.</summary>
    /// <returns>The pieces, or the error in their place.</returns>
    public async Task<(IReadOnlyList<StreamingChatCompletionUpdate> Pieces, ServerError? Error)> StreamAsync(
        TextRequest request,
        CancellationToken cancellationToken)
    {
        var pieces = new List<StreamingChatCompletionUpdate>();
        var error = await TryAsync(
            async settings =>
            {
                settings.Temperature = request.Temperature;
                settings.TopP = request.TopP;
                settings.Seed = request.Seed;
                var history = History(request.Messages);
                await foreach (var piece in _chat.GetStreamingChatMessageContentsAsync(history, settings, kernel: null, cancellationToken))
                {
                    pieces.Add((StreamingChatCompletionUpdate)piece.InnerContent!);
                }
            },
            request.MaxTokens,
            cancellationToken);
        return (pieces, error);
    }

    /// <summary>The exception for an error that every request would meet; null where it may be this one's alone.</summary>
    public BadInputException? Unusable(ServerError error) => error.Status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when _options.KeyVariable is { } name =>
            new(_options.Where, $"{error}: put a key that may use model {_options.Model} into {name}"),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            new(_options.Where, $"{error}: name the environment variable that holds the key, for this server asks for one"),
        HttpStatusCode.NotFound => new(
            _options.Where,
            $"{error}: give a model that it serves in place of {_options.Model}, or the endpoint's whole base address, which often ends in /v1"),
        _ => null,
    };

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

    /// <summary>Sends a request; gives the error where there is one.</summary>
    private async Task<ServerError?> TryAsync(Func<OpenAIPromptExecutionSettings, Task> send, int maxTokens, CancellationToken cancellationToken)
    {
        for (var usesNewLimit = _usesNewLimit; ; usesNewLimit = true)
        {
            var settings = new OpenAIPromptExecutionSettings();
            if (usesNewLimit)
            {
                // The library writes this as max_completion_tokens.
                settings.MaxTokens = maxTokens;
            }
            else
            {
                // The name that local servers know, older ones no other. Both together are refused by OpenAI.
                settings.ExtraBody = new Dictionary<string, object?> { ["max_tokens"] = maxTokens };
            }

            ServerError error;
            try
            {
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
                    _ => ServerError.Of(exception, _key),
                };
            }

            if (usesNewLimit || !error.RefusesMaxTokens)
            {
                return error;
            }
        }
    }
}
