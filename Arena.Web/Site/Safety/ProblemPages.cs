using System.Globalization;
using Arena.Web.Site.Layout;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Arena.Web.Site.Safety;

/// <summary>Whatever goes wrong becomes a page that says what to do, or for the API its JSON. No page shows a path or a trace; those go to the log.</summary>
internal sealed partial class ProblemPages(RequestDelegate next, ILogger<ProblemPages> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null or 0, ContentType: null })
            {
                await ShowAsync(context, Of(context.Response.StatusCode)).ConfigureAwait(false);
            }
        }
        catch (PageException problem) when (!context.Response.HasStarted)
        {
            await ShowAsync(context, problem).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await ShowAsync(context, Of(e.StatusCode)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The visitor has gone.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            Failed(log, context.TraceIdentifier, e);
            await ShowAsync(context, new PageException(
                500, "This is our fault", $"Something broke that should not. Please report it with the text that this site’s console shows under {context.TraceIdentifier}.")).ConfigureAwait(false);
        }
    }

    private static PageException Of(int status) => status switch
    {
        404 => PageException.NotFound("There is no such page", "The address leads nowhere: something in it is misspelt, or it was moved. The first page lists all there is."),
        400 => PageException.BadRequest("That was not understood", "If a form was sent: load its page again and send it from there, for it may have been open since before the site was restarted."),
        405 => new(405, "That is not done here", "This address is for reading only."),
        413 => new(413, "That is too much", $"What is sent to this site may have {Limits.LargestBody >> 10} KiB."),
        _ => new(status, "That did not work", "Go back and try again."),
    };

    private static async Task ShowAsync(HttpContext context, PageException problem)
    {
        var keep = context.Response.Headers.WWWAuthenticate;
        context.Response.Clear();
        await ContentPolicy.SetAsync(context, _ => Task.CompletedTask).ConfigureAwait(false);
        (context.Response.Headers.WWWAuthenticate, context.Response.StatusCode) = (keep, problem.Status);
        context.Response.Headers.CacheControl = "no-store";
        if (problem.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            await TypedResults.Problem(problem.Advice, statusCode: problem.Status, title: problem.Message).ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        // What this request began to render has used up its services.
        await using var scope = context.RequestServices.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        await new RazorComponentResult<ProblemDocument>(new Dictionary<string, object?> { [nameof(ProblemDocument.Problem)] = problem })
        {
            StatusCode = problem.Status,
        }.ExecuteAsync(context).ConfigureAwait(false);
    }

    [LoggerMessage(LogLevel.Error, "Request {Id} failed.")]
    private static partial void Failed(ILogger log, string id, Exception exception);
}
