using Arena.Core;
using Arena.Core.Storage;
using Hangfire;
using Hangfire.Dashboard;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Arena.Web.Site.Workers;

/// <summary>
/// Hangfire's own pages on queues, workers and jobs. They can take jobs away and queue them again, so they are there only where the site has a token, and for those who know it.
/// </summary>
internal static class Dashboard
{
    /// <summary>Where it is.</summary>
    public const string Path = "/jobs";

    /// <summary>Its scripts and styles are its own files; it sets styles of elements from scripts.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Whether a site has it.</summary>
    public static bool IsThere(SiteOptions options) => options.Token is not null && StoreLocation.IsPostgres(options.Store);

    /// <summary>Adds it, behind whatever lets visitors in.</summary>
    public static void Use(IApplicationBuilder site, SiteOptions options)
    {
        if (IsThere(options))
        {
            Add(site);
        }
    }

    // Apart, so that a site of a file does not load Hangfire.
    private static void Add(IApplicationBuilder site)
    {
        var settings = new DashboardOptions
        {
            AppPath = "/",
            DashboardTitle = "Arena’s workers",
            DisplayStorageConnectionString = false,

            // Who comes here has passed the gate.
            Authorization = [],
        };
        site.Map(Path, dashboard => dashboard.Run(async context =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            JobStorage storage;
            try
            {
                storage = (await context.RequestServices.GetRequiredService<SiteWorkforce>().OpenAsync(context.RequestAborted).ConfigureAwait(false)).Storage;
            }
            catch (BadInputException e)
            {
                throw new PageException(503, "The queues cannot be read", $"{e.Reason.TrimEnd('.')}.");
            }

            await new AspNetCoreDashboardMiddleware(_ => Task.CompletedTask, storage, settings, DashboardRoutes.Routes).Invoke(context).ConfigureAwait(false);
        }));
    }
}
