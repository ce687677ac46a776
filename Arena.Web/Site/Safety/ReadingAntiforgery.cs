using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Arena.Web.Site.Safety;

/// <summary>
/// Blazor gives the cookie of antiforgery to everybody with every page, and then no page can be kept for others. Reading pages have no form that needs it, so they
/// go without; all others are as Blazor makes them.
/// </summary>
internal sealed class ReadingAntiforgery(IAntiforgery inner) : IAntiforgery
{
    private static readonly object Mark = new();

    /// <summary>Says that the response to a request is kept for all visitors.</summary>
    public static void Skip(HttpContext context) => context.Items[Mark] = Mark;

    public AntiforgeryTokenSet GetAndStoreTokens(HttpContext httpContext) =>
        httpContext.Items.ContainsKey(Mark) ? inner.GetTokens(httpContext) : inner.GetAndStoreTokens(httpContext);

    public AntiforgeryTokenSet GetTokens(HttpContext httpContext) => inner.GetTokens(httpContext);

    public Task<bool> IsRequestValidAsync(HttpContext httpContext) => inner.IsRequestValidAsync(httpContext);

    public void SetCookieTokenAndHeader(HttpContext httpContext)
    {
        if (!httpContext.Items.ContainsKey(Mark))
        {
            inner.SetCookieTokenAndHeader(httpContext);
        }
    }

    public Task ValidateRequestAsync(HttpContext httpContext) => inner.ValidateRequestAsync(httpContext);
}
