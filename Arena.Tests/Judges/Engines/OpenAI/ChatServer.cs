using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Arena.Judges.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Arena.Tests.Judges.Engines.OpenAI;

/// <summary>
/// A server on this machine that speaks OpenAI's chat protocol in front of a model, streamed or not, and that misbehaves when a test says so.
/// </summary>
internal sealed class ChatServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ChatModel _model;
    private readonly List<int[]> _finished = [];
    private int _atOnce;

    private ChatServer(ChatModel model)
    {
        _model = model;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>The base address to give to clients.</summary>
    public Uri Endpoint => new(_app.Urls.Single() + "/v1");

    /// <summary>The requests for completions that came, in order.</summary>
    public ConcurrentQueue<Request> Requests { get; } = [];

    /// <summary>What to do to the next requests for completions in place of an answer, one after the other.</summary>
    public ConcurrentQueue<Func<HttpContext, Task>> Mishaps { get; } = [];

    /// <summary>What to do to every request for a completion that no mishap meets, before its answer; false where that was all.</summary>
    public Func<HttpContext, JsonNode, Task<bool>>? Before { get; set; }

    /// <summary>The most likeliest tokens that the server gives; 0 where it ignores that it is asked for them.</summary>
    public int MostLogProbabilities { get; init; } = 20;

    /// <summary>Whether more likeliest tokens than it gives are refused.</summary>
    public bool RefusesMore { get; init; }

    /// <summary>The most tokens of a prompt and its answer.</summary>
    public int Context { get; init; } = int.MaxValue;

    /// <summary>
    /// Whether the server says how many tokens of a prompt it need not compute, because a finished prompt begins with them; null where it
    /// does not say.
    /// </summary>
    public bool? CachesPrefixes { get; init; }

    /// <summary>What is at /models; null where nothing is.</summary>
    public string? Models { get; set; } = """{"object":"list","data":[{"id":"tiny","object":"model","max_model_len":512}]}""";

    /// <summary>The model that the answers name.</summary>
    public string ServedModel { get; set; } = "tiny";

    /// <summary>The system fingerprint of the answers.</summary>
    public string? Fingerprint { get; set; }

    /// <summary>The most requests that were there at the same time.</summary>
    public int MostAtOnce { get; private set; }

    public static async Task<ChatServer> StartAsync(
        ChatModel model,
        int mostLogProbabilities = 20,
        bool refusesMore = false,
        int context = int.MaxValue,
        bool? cachesPrefixes = null)
    {
        var server = new ChatServer(model)
        {
            MostLogProbabilities = mostLogProbabilities,
            RefusesMore = refusesMore,
            Context = context,
            CachesPrefixes = cachesPrefixes,
        };
        await server._app.StartAsync();
        return server;
    }

    /// <summary>An answer of a status with a body, and what else a test wants.</summary>
    public static Func<HttpContext, Task> Status(int status, string body, params (string Name, string Value)[] headers) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(body);
    };

    /// <summary>Closes the connection in the middle of an answer.</summary>
    public static async Task DropAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("""{"id":"1","choices":[{"index":0,""");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    /// <summary>Sends a byte now and then, and never ends.</summary>
    public static async Task TrickleAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.WriteAsync(" ");
            await context.Response.Body.FlushAsync();
            await Task.Delay(20);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path == "/v1/models" && Models is { } models)
        {
            await Status(200, models)(context);
            return;
        }

        if (context.Request.Path != "/v1/chat/completions")
        {
            await Status(404, """{"detail":"Not Found"}""")(context);
            return;
        }

        lock (_app)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_atOnce);
        }

        try
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            Requests.Enqueue(new(JsonNode.Parse(body)!, context.Request.Headers.Authorization.ToString()));
            if (Mishaps.TryDequeue(out var mishap))
            {
                await mishap(context);
            }
            else
            {
                await AnswerAsync(context, JsonNode.Parse(body)!);
            }
        }
        finally
        {
            lock (_app)
            {
                _atOnce--;
            }
        }
    }

    private async Task AnswerAsync(HttpContext context, JsonNode body)
    {
        if (Before is { } before && !await before(context, body))
        {
            return;
        }

        // What was finished when the request came is what its prompt can be found in.
        int finished;
        lock (_finished)
        {
            finished = _finished.Count;
        }

        var top = body["logprobs"]?.GetValue<bool>() == true ? body["top_logprobs"]?.GetValue<int>() ?? 0 : 0;
        if (top > MostLogProbabilities && RefusesMore)
        {
            await Status(
                400,
                $$$"""{"error":{"message":"Requested sample logprobs of {{{top}}}, which is greater than max allowed: {{{MostLogProbabilities}}}","type":"BadRequestError","param":"top_logprobs","code":400}}""")(context);
            return;
        }

        top = Math.Min(top, MostLogProbabilities);
        ChatMessage[] messages =
        [
            .. body["messages"]!.AsArray().Select(message => new ChatMessage(
                Enum.Parse<ChatRole>(message!["role"]!.GetValue<string>(), ignoreCase: true),
                [message["content"]!.GetValue<string>()])),
        ];

        // As servers do, one that is told no limit goes on until it is done.
        var limit = (body["max_tokens"] ?? body["max_completion_tokens"])?.GetValue<int>() ?? 1000;
        var written = new List<string>();
        var logs = new JsonArray();
        var finish = "length";
        IReadOnlyList<int> prompt = [];
        while (written.Count < limit && finish == "length")
        {
            var next = await _model(messages, written);
            prompt = next.Prompt;
            if (prompt.Count + limit > Context)
            {
                await Status(
                    400,
                    $$$"""{"error":{"code":400,"message":"request ({{{prompt.Count}}} tokens) exceeds the available context size ({{{Context}}} tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":{{{prompt.Count}}},"n_ctx":{{{Context}}}}}""")(context);
                return;
            }

            var chosen = next.Likeliest[0];
            logs.Add(Describe(chosen, [.. next.Likeliest.Take(top).Select(token => Describe(token, top: null))]));
            if (chosen.Token is { } token)
            {
                written.Add(token);
            }
            else
            {
                finish = "stop";
            }
        }

        var usage = new JsonObject
        {
            ["prompt_tokens"] = prompt.Count,
            ["completion_tokens"] = written.Count,
            ["total_tokens"] = prompt.Count + written.Count,
        };
        if (CachesPrefixes is { } caches)
        {
            lock (_finished)
            {
                usage["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = caches ? Cached(prompt, _finished.Take(finished)) : 0 };
                _finished.Add([.. prompt]);
            }
        }

        if (body["stream"]?.GetValue<bool>() == true)
        {
            await StreamAsync(context, written, finish, usage);
            return;
        }

        var answer = Envelope("chat.completion", new JsonObject
        {
            ["index"] = 0,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = string.Concat(written) },
            ["finish_reason"] = finish,
            ["logprobs"] = top == 0 ? null : new JsonObject { ["content"] = logs },
        });
        answer["usage"] = usage;
        await Status(200, answer.ToJsonString())(context);
    }

    /// <summary>Tokens at the beginning of a prompt that a finished one begins with; the last token is computed always.</summary>
    private static int Cached(IReadOnlyList<int> prompt, IEnumerable<int[]> finished) => Math.Min(
        prompt.Count - 1,
        finished.Select(other => other.Zip(prompt).TakeWhile(pair => pair.First == pair.Second).Count()).DefaultIfEmpty(0).Max());

    private async Task StreamAsync(HttpContext context, List<string> written, string finish, JsonObject usage)
    {
        context.Response.ContentType = "text/event-stream";
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        foreach (var token in written)
        {
            await SendAsync(Envelope("chat.completion.chunk", new JsonObject
            {
                ["index"] = 0,
                ["delta"] = new JsonObject { ["role"] = "assistant", ["content"] = token },
                ["finish_reason"] = null,
            }).ToJsonString());
        }

        await SendAsync(Envelope("chat.completion.chunk", new JsonObject
        {
            ["index"] = 0,
            ["delta"] = new JsonObject(),
            ["finish_reason"] = finish,
        }).ToJsonString());
        var last = Envelope("chat.completion.chunk", choice: null);
        last["usage"] = usage;
        await SendAsync(last.ToJsonString());
        await SendAsync("[DONE]");

        async Task SendAsync(string data)
        {
            await context.Response.WriteAsync($"data: {data}\n\n");
            await context.Response.Body.FlushAsync();
        }
    }

    private JsonObject Envelope(string kind, JsonObject? choice) => new()
    {
        ["id"] = "chatcmpl-1",
        ["object"] = kind,
        ["created"] = 1_700_000_000,
        ["model"] = ServedModel,
        ["system_fingerprint"] = Fingerprint,
        ["choices"] = choice is null ? [] : new JsonArray(choice),
    };

    private static JsonObject Describe((string? Token, double LogProbability) token, JsonArray? top)
    {
        var text = token.Token ?? "<|im_end|>";
        var result = new JsonObject
        {
            ["token"] = text,
            ["logprob"] = token.LogProbability,
            ["bytes"] = JsonSerializer.SerializeToNode(Encoding.UTF8.GetBytes(text).Select(value => (int)value)),
        };
        if (top is not null)
        {
            result["top_logprobs"] = top;
        }

        return result;
    }

    /// <summary>A request for a completion.</summary>
    /// <param name="Body">Its body.</param>
    /// <param name="Authorization">Its header of that name; empty where there is none.</param>
    internal sealed record Request(JsonNode Body, string Authorization)
    {
        /// <summary>The text of the last message.</summary>
        public string Text => Body["messages"]!.AsArray()[^1]!["content"]!.GetValue<string>();
    }
}
