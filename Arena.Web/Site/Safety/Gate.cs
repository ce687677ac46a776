using System.Security.Cryptography;
using System.Text;
using Arena.Web.Site.Health;
using Arena.Web.Site.Votes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Arena.Web.Site.Safety;

/// <summary>
/// Lets in who knows the token, where the site has one: browsers by a form and then a cookie, programs by <c>Authorization: Bearer TOKEN</c>.
/// </summary>
internal sealed class Gate(SiteOptions options, VoterPass voters, IDataProtectionProvider protection)
{
    public const string Path = "/enter";

    private const string Cookie = "arena-entered";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Arena.Site.Gate").ToTimeLimitedDataProtector();

    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path;
        if (options.Token is not { } token || IsOpen(path) || HasEntered(context, token))
        {
            return next(context);
        }

        if (path.StartsWithSegments("/api", StringComparison.Ordinal) || !HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new PageException(401, "This site asks for its token", "Send it as the header “Authorization: Bearer TOKEN”, or enter by the page /enter.");
        }

        context.Response.Redirect(SitePath.With(Path, ("return", path + context.Request.QueryString)));
        return Task.CompletedTask;
    }

    /// <summary>Lets a browser in where the token is right: the site's, or one to vote with.</summary>
    public bool TryEnter(HttpContext context, string? typed)
    {
        if (options.Token is not { } token || !(IsSame(typed ?? "", token) || voters.TryEnter(context, typed)))
        {
            return false;
        }

        context.Response.Cookies.Append(Cookie, _protector.Protect("entered", Lifetime), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            MaxAge = Lifetime,
            IsEssential = true,
        });
        return true;
    }

    /// <summary>Whether it tells nothing of the store.</summary>
    private static bool IsOpen(PathString path) =>
        path == Path || path == "/theme" || path.StartsWithSegments("/assets", StringComparison.Ordinal) || path.StartsWithSegments(HealthEndpoints.Path, StringComparison.Ordinal);

    private bool HasEntered(HttpContext context, string token)
    {
        const string Scheme = "Bearer ";
        if (context.Request.Headers.Authorization.ToString() is { } header && header.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return IsSame(header[Scheme.Length..], token);
        }

        try
        {
            return context.Request.Cookies[Cookie] is { } cookie && _protector.Unprotect(cookie) == "entered";
        }
        catch (CryptographicException)
        {
            // Of an earlier start of the site, or made up.
            return false;
        }
    }

    /// <summary>Whether two tokens are the same; the time it takes tells nothing of them.</summary>
    public static bool IsSame(string typed, string token) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(typed)), SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
