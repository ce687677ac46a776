using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;

namespace Arena.Web.Site.Health;

/// <summary>
/// What orchestrators ask a process that runs until it is ended: <c>/health/live</c>, whether it answers at all, and <c>/health/ready</c>, whether all checks of <see cref="Ready"/> pass.
/// 200 or 503, and one word as text. They need no token, for their answers say nothing of the store, and are never kept.
/// </summary>
public static class HealthEndpoints
{
    /// <summary>Where they are.</summary>
    public const string Path = "/health";

    /// <summary>The tag of checks that must pass before a process is given work.</summary>
    public const string Ready = "ready";

    /// <summary>Maps both. They are answered also when the site has as many requests as it takes, or it would be restarted for being busy.</summary>
    /// <param name="site">The application, which has health checks among its services.</param>
    public static void Map(IEndpointRouteBuilder site)
    {
        site.MapHealthChecks($"{Path}/live", new HealthCheckOptions { Predicate = _ => false }).DisableRateLimiting();
        site.MapHealthChecks($"{Path}/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).DisableRateLimiting();
    }
}
