using Microsoft.AspNetCore.Http;

namespace Arena.Web.Site.Safety;

/// <summary>Headers of every response: what a browser may do with it, whatever names and texts it holds.</summary>
internal static class ContentPolicy
{
    /// <summary>Own style sheets and pictures, forms to this site; no script at all, no frame around it.</summary>
    private const string Common = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'", Reading = $"{Common}; base-uri 'none'";

    /// <summary>As reading, and Blazor's script from this site with its connection back.</summary>
    private const string Live = $"{Common}; base-uri 'self'; script-src 'self'; connect-src 'self'";

    /// <summary>As reading, and scripts of this site; they may ask for nothing.</summary>
    private const string Scripted = $"{Reading}; script-src 'self'";

    /// <summary>A drawing by itself carries its style within; it is a file to keep, and may load and run nothing.</summary>
    public const string Drawing = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

    public static Task SetAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = IsLive(context) ? Live : context.GetEndpoint()?.Metadata.GetMetadata<ScriptedPageAttribute>() is not null ? Scripted : Reading;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        return next(context);
    }

    /// <summary>Whether the page that is asked for has something that moves.</summary>
    public static bool IsLive(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<LivePageAttribute>() is not null;
}
