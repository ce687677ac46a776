using System.Globalization;
using Arena.Web.Site.Data;
using Arena.Web.Site.Layout;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Arena.Web.Site.Safety;

/// <summary>
/// Reading pages, and what else is marked as <see cref="Mark"/>, are rendered and compressed once for every state of the store, and browsers that have them are told
/// so (304). They depend on the address, the theme and the store alone. A page that depends on more is a <see cref="LivePageAttribute"/>, sets a cookie, or says
/// <c>[OutputCache(NoStore = true)]</c>.
/// </summary>
internal sealed class ReadingCache : IOutputCachePolicy
{
    /// <summary>Bytes that all kept responses may take together, and one of them.</summary>
    public const long Limit = 48 << 20, LargestResponse = 2 << 20;

    private static readonly object Began = new();

    /// <summary>Marks an endpoint that is no page.</summary>
    public static object Mark { get; } = new Marked();

    public async ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        var data = http.RequestServices.GetRequiredService<SiteData>();
        if (!HttpMethods.IsGet(http.Request.Method)
            || http.GetEndpoint()?.Metadata is not { } endpoint
            || endpoint.GetMetadata<LivePageAttribute>() is not null
            || endpoint.GetMetadata<OutputCacheAttribute>() is { NoStore: true }
            || (endpoint.GetMetadata<ComponentTypeMetadata>() is null && endpoint.GetMetadata<Marked>() is null)
            || await data.VersionAsync(cancellation).ConfigureAwait(false) is not { } version)
        {
            return;
        }

        http.Items[Began] = data.Time.GetTimestamp();
        ReadingAntiforgery.Skip(http);
        var theme = Theme.Of(http);
        var encodings = http.Request.Headers.AcceptEncoding.ToString();
        var encoding = encodings.Contains("br", StringComparison.Ordinal) ? "br" : encodings.Contains("gzip", StringComparison.Ordinal) ? "gzip" : "";
        context.EnableOutputCaching = context.AllowCacheLookup = context.AllowCacheStorage = context.AllowLocking = true;
        context.ResponseExpirationTimeSpan = TimeSpan.FromMinutes(10);
        context.CacheVaryByRules.QueryKeys = "*";
        context.CacheVaryByRules.VaryByValues["state"] = $"{version} {theme} {encoding}";
        http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"W/\"{version}-{theme}-{encoding}\"");
        http.Response.Headers.CacheControl = "private, no-cache";
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;

        // What may rest on an obsolete result must not be taken for the page of this state of the store, neither here nor by a browser.
        if (context.HttpContext.Items[Began] is long began && context.HttpContext.RequestServices.GetRequiredService<SiteData>().GaveObsoleteSince(began))
        {
            context.AllowCacheStorage = false;
            response.Headers.ETag = default;
        }

        context.AllowCacheStorage &= response.StatusCode == StatusCodes.Status200OK && StringValues.IsNullOrEmpty(response.Headers.SetCookie);
        return ValueTask.CompletedTask;
    }

    private sealed class Marked;
}
