using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace Arena.Web.Site.Safety;

/// <summary>How much a visitor may ask of the site. A page that writes names <see cref="Writing"/> by <c>[EnableRateLimiting]</c> or may add a policy of its own.</summary>
public static class Limits
{
    /// <summary>The policy of what writes: 120 a minute from one address.</summary>
    public const string Writing = "writing";

    /// <summary>A request's body ends here: votes and forms are small.</summary>
    public const long LargestBody = 64 << 10;

    /// <summary>Requests in work at once, and those that wait for their turn: more at once are not faster, and each takes memory.</summary>
    private const int AtOnce = 16, Waiting = 1024;

    internal static void Add(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => context.WebSockets.IsWebSocketRequest
            ? RateLimitPartition.GetNoLimiter("socket")
            : RateLimitPartition.GetConcurrencyLimiter("all", _ => new ConcurrencyLimiterOptions { PermitLimit = AtOnce, QueueLimit = Waiting }));
        options.AddPolicy(Writing, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = 120, Window = TimeSpan.FromMinutes(1) }));
        options.OnRejected = (_, _) => throw new PageException(429, "Too much at once", "You, or all visitors together, asked more of this site than it does in a minute. Wait a little and try again.") { RetryAfter = 30 };
    }
}
