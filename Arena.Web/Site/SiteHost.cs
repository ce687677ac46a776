using System.IO.Compression;
using System.Text.Json;
using Arena.Web.Site.Api;
using Arena.Web.Site.Data;
using Arena.Web.Site.Health;
using Arena.Web.Site.Layout;
using Arena.Web.Site.Leaderboards;
using Arena.Web.Site.Safety;
using Arena.Web.Site.Surrogates;
using Arena.Web.Site.Texts;
using Arena.Web.Site.Votes;
using Arena.Web.Site.Workers;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Arena.Web.Site;

/// <summary>Makes the site of a store: a web application that is ready to start.</summary>
public static class SiteHost
{
    /// <summary>Makes the site; nothing is opened before the first visitor comes.</summary>
    /// <param name="options">What it shows and where.</param>
    /// <param name="time">Tells the time.</param>
    /// <param name="log">Where it tells what went wrong.</param>
    public static WebApplication Create(SiteOptions options, TimeProvider time, ILoggerProvider log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);

        // An empty builder reads no settings: neither files that lie in the current folder nor variables meant for other programs change this site.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(SiteHost).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Warning);

        // It warns that keys which are written nowhere would be written unencrypted.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.WebHost.UseKestrelCore().UseUrls([.. options.Addresses.Urls]).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Limits.LargestBody;
        });
        AddServices(builder.Services, options, time);
        var site = builder.Build();
        Use(site, options);
        Map(site);
        return site;
    }

    private static void AddServices(IServiceCollection services, SiteOptions options, TimeProvider time)
    {
        services.AddSingleton(options).AddSingleton(time).AddSingleton<SiteData>().AddSingleton<SiteWorkforce>().AddSingleton<SurrogateWork>().AddSingleton<Gate>().AddSingleton<VoterPass>().AddSingleton<VoteDesk>();
        services.AddRouting();

        // Keys live as long as the site: it has nothing that would need them for longer, and so writes none to the disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.Name = "arena-form");
        services.AddHostFiltering(hosts => hosts.AllowedHosts = [.. options.Addresses.Hosts]);
        services.AddRateLimiter(Limits.Add);
        services.AddHealthChecks().AddCheck<StoreHealth>("store", tags: [HealthEndpoints.Ready], timeout: StoreHealth.LongestWait);
        services.AddOutputCache(cache =>
        {
            cache.AddBasePolicy(policy => policy.AddPolicy<ReadingCache>(), excludeDefaultPolicy: true);
            cache.SizeLimit = ReadingCache.Limit;
            cache.MaximumBodySize = ReadingCache.LargestResponse;
        });
        services.AddResponseCompression(compression =>
        {
            compression.MimeTypes = ["text/html", "text/css", "text/javascript", "text/csv", "application/json", "application/problem+json", "image/svg+xml", "text/plain"];
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, SiteJson.Default);
        });
        services.AddOpenApi(ApiEndpoints.Name, ApiEndpoints.Describe);
        services.AddRazorComponents().AddInteractiveServerComponents();
        var antiforgery = services.Single(service => service.ServiceType == typeof(IAntiforgery));
        services.AddSingleton<IAntiforgery>(provider => new ReadingAntiforgery((IAntiforgery)ActivatorUtilities.CreateInstance(provider, antiforgery.ImplementationType!)));
    }

    private static void Use(WebApplication site, SiteOptions options)
    {
        var gate = site.Services.GetRequiredService<Gate>();
        site.UseMiddleware<ProblemPages>();
        site.UseHostFiltering();
        site.UseRouting();
        site.Use(ContentPolicy.SetAsync);
        site.UseRateLimiter();
        site.Use(gate.CheckAsync);
        Dashboard.Use(site, options);
        site.UseOutputCache();
        site.UseResponseCompression();
        site.UseAntiforgery();
    }

    /// <summary>Pages map themselves by <c>@page</c>; a page's downloads and the API are mapped here, folder by folder.</summary>
    private static void Map(WebApplication site)
    {
        site.MapRazorComponents<SiteDocument>().AddInteractiveServerRenderMode(live => live.ContentSecurityFrameAncestorsPolicy = null);
        site.MapGet("/assets/{name}", Asset.Send);
        site.MapGet("/_framework/blazor.web.js", (HttpContext context) => Asset.Send(context, "blazor.web.js"));
        site.MapPost(Theme.Path, Theme.SetAsync);
        LeaderboardEndpoints.Map(site);
        TextEndpoints.Map(site);
        VoteEndpoints.Map(site);
        ApiEndpoints.Map(site);
        HealthEndpoints.Map(site);
    }
}
