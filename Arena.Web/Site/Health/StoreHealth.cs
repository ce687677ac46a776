using Arena.Web.Site.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Arena.Web.Site.Health;

/// <summary>
/// Whether the store is there and can be read. What was read is kept until the store changes, so that asking often costs no more than to see whether it did.
/// </summary>
internal sealed class StoreHealth(SiteData data) : IHealthCheck
{
    /// <summary>A store that takes longer is as good as none.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await data.TournamentNamesAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (PageException problem)
        {
            // This goes to the log; who asks is told one word.
            return HealthCheckResult.Unhealthy(problem.Advice);
        }
    }
}
