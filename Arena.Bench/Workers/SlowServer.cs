using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Arena.Bench.Workers;

/// <summary>A server that speaks OpenAI's chat protocol, takes its time for every answer, and always says A: a judge of which only the latency matters.</summary>
internal sealed class SlowServer : IAsyncDisposable
{
    private const string Answer =
        """{"id":"1","object":"chat.completion","created":1,"model":"slow","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"A","refusal":null},"logprobs":{"content":[{"token":"A","logprob":-0.1,"bytes":[65],"top_logprobs":[{"token":"A","logprob":-0.1,"bytes":[65]},{"token":"B","logprob":-2.5,"bytes":[66]},{"token":"C","logprob":-4.0,"bytes":[67]}]}],"refusal":null}}],"usage":{"prompt_tokens":200,"completion_tokens":1,"total_tokens":201}}""";

    private readonly WebApplication _app;

    private SlowServer(WebApplication app) => _app = app;

    /// <summary>The base address to give to clients.</summary>
    public string Endpoint => $"{_app.Urls.Single()}/v1";

    public static async Task<SlowServer> StartAsync(TimeSpan latency)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(async context =>
        {
            context.Response.ContentType = "application/json";
            if (context.Request.Path.Value!.EndsWith("/models", StringComparison.Ordinal))
            {
                await context.Response.WriteAsync("""{"object":"list","data":[{"id":"slow","object":"model","max_model_len":8192}]}""");
                return;
            }

            await Task.Delay(latency, context.RequestAborted);
            await context.Response.WriteAsync(Answer);
        });
        await app.StartAsync();
        return new SlowServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
