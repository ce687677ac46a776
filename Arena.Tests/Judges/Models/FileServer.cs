using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Arena.Tests.Judges.Models;

/// <summary>A web server of a test's own that answers every request as the test says, and remembers them.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FileServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>The Range header of each request so far; empty where it had none.</summary>
    public ConcurrentQueue<string> Ranges { get; } = [];

    /// <summary>Starts it; the handler gets the number of the request, from 1.</summary>
    public static async Task<FileServer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new FileServer(builder.Build());
        var requests = 0;
        server._app.Run(async context =>
        {
            server.Ranges.Enqueue(context.Request.Headers.Range.ToString());
            await answer(context, Interlocked.Increment(ref requests));
        });
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Answers with a file as ASP.NET Core does: ranges, If-Range and all.</summary>
    public static Task SendAsync(HttpContext context, byte[] file, string? tag) =>
        Results.File(
                file,
                "application/octet-stream",
                enableRangeProcessing: true,
                entityTag: tag is null ? null : new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{tag}\""))
            .ExecuteAsync(context);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
