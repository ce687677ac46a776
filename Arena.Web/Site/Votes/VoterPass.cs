using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Arena.Web.Site.Votes;

/// <summary>
/// Who votes. A browser gets a random secret as a cookie and votes as one voter for as long as it keeps that; the store knows a hash of it. Where tokens are asked for, a second
/// cookie says that one was typed, and whom it names.
/// </summary>
internal sealed class VoterPass(SiteOptions options, IDataProtectionProvider protection)
{
    private const string VoterCookie = "arena-voter", PassCookie = "arena-voter-pass";

    private const int SecretBytes = 16;

    private static readonly TimeSpan PassLifetime = TimeSpan.FromDays(30), VoterLifetime = TimeSpan.FromDays(365);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Arena.Site.Voter").ToTimeLimitedDataProtector();

    /// <summary>Refuses where others than this machine reach the site and no token keeps strangers from voting.</summary>
    public void RequireOpen()
    {
        if (options is { Addresses.IsLocal: false, Voters: null })
        {
            throw new PageException(
                403, "Nobody can vote here yet", "Others than this machine reach this site, so it takes votes only of who knows a token. Who runs it sets one as ARENA_VOTE_TOKEN and starts it again.");
        }
    }

    /// <summary>The name of who asks; null where they have to type a token first, or, unless a cookie is to be given, have none.</summary>
    /// <param name="context">The request.</param>
    /// <param name="give">Whether to give a cookie to a browser that has none.</param>
    public string? VoterOf(HttpContext context, bool give)
    {
        if (options.Voters is not null && NameOf(context) is var pass)
        {
            if (pass is null or { Length: > 0 })
            {
                return pass;
            }
        }

        var secret = context.Request.Cookies[VoterCookie];
        if (secret is not { Length: SecretBytes * 2 } || !secret.All(char.IsAsciiHexDigitLower))
        {
            if (!give)
            {
                return null;
            }

            secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
            Append(context, VoterCookie, secret, VoterLifetime);
        }

        // The name stands in the store and on pages, so it must not let anybody vote as this one.
        return $"voter {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..12]}";
    }

    /// <summary>Remembers who typed a token, where it is right.</summary>
    public bool TryEnter(HttpContext context, string? typed)
    {
        if (options.Voters is not { } voters || !voters.IsKnown(typed ?? "", out var name))
        {
            return false;
        }

        Append(context, PassCookie, _protector.Protect(name ?? "", PassLifetime), PassLifetime);
        return true;
    }

    /// <summary>Whom the token names that was typed; empty for nobody, null where none was.</summary>
    private string? NameOf(HttpContext context)
    {
        try
        {
            return context.Request.Cookies[PassCookie] is { } cookie ? _protector.Unprotect(cookie) : null;
        }
        catch (CryptographicException)
        {
            // Of an earlier start of the site, or made up.
            return null;
        }
    }

    /// <summary>Lax, so that who follows a link to the site is still who they were.</summary>
    private static void Append(HttpContext context, string name, string value, TimeSpan lifetime) => context.Response.Cookies.Append(name, value, new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        MaxAge = lifetime,
        IsEssential = true,
    });
}
