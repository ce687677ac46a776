using Microsoft.AspNetCore.Http;

namespace Arena.Web.Site.Layout;

/// <summary>Light or dark: as the system says, or as the visitor chose, which a cookie remembers.</summary>
internal static class Theme
{
    public const string Path = "/theme";

    private const string Cookie = "arena-theme";

    /// <summary>What may be chosen; the first is the system's.</summary>
    public static IReadOnlyList<string> All { get; } = ["auto", "light", "dark"];

    public static string Of(HttpContext? context) => context?.Request.Cookies[Cookie] is { } chosen && All.Contains(chosen) ? chosen : All[0];

    /// <summary>Takes a choice and goes back to the page that it was made on.</summary>
    public static async Task SetAsync(HttpContext context)
    {
        // Pages are kept for all visitors, so their forms carry no token of one; another site may at most be kept from changing our colours.
        if (context.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin") || !context.Request.HasFormContentType)
        {
            throw PageException.BadRequest("That was not understood", "Choose the colours by the buttons at the top of a page.");
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        if (form["theme"].ToString() is { } theme && All.Contains(theme))
        {
            context.Response.Cookies.Append(Cookie, theme, new CookieOptions { SameSite = SameSiteMode.Lax, HttpOnly = true, MaxAge = TimeSpan.FromDays(365) });
        }

        context.Response.Redirect(LocalPath(form["return"]));
    }

    /// <summary>An address on this site; the first page where it is not one.</summary>
    public static string LocalPath(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) && !path.Contains('\\', StringComparison.Ordinal) ? path : "/";
}
