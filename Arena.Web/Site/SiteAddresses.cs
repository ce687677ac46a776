using System.Net;
using Microsoft.AspNetCore.Http;

namespace Arena.Web.Site;

/// <summary>Where a site listens.</summary>
/// <param name="Urls">The addresses, such as <c>http://127.0.0.1:5080</c>.</param>
/// <param name="Hosts">The names by which it may be called; <c>*</c> for any.</param>
/// <param name="IsLocal">Whether only this machine reaches it.</param>
public sealed record SiteAddresses(IReadOnlyList<string> Urls, IReadOnlyList<string> Hosts, bool IsLocal)
{
    private static readonly string[] LocalHosts = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Reads addresses as they are typed.</summary>
    /// <param name="urls">One or several, with semicolons between them.</param>
    /// <exception cref="ArgumentException">One is none; the message says which, and what to type.</exception>
    public static SiteAddresses Parse(string urls)
    {
        ArgumentNullException.ThrowIfNull(urls);
        BindingAddress[] addresses = [.. urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Read)];
        if (addresses.Length == 0)
        {
            throw new ArgumentException("--urls names no address: type one such as http://127.0.0.1:5080.");
        }

        // By any other name, a page of another site could reach this one through its visitor's browser.
        var isLocal = addresses.All(address => IsLoopback(address.Host));
        var isAnywhere = addresses.Any(address => !IsLoopback(address.Host) && (address.Host is "*" or "+" || IPAddress.TryParse(Bare(address.Host), out var ip) && ip.Equals(Any(ip))));
        return new SiteAddresses(
            [.. addresses.Select(address => $"http://{address.Host}:{address.Port}")],
            isAnywhere ? ["*"] : [.. LocalHosts.Union(addresses.Select(address => address.Host), StringComparer.OrdinalIgnoreCase)],
            isLocal);
    }

    private static BindingAddress Read(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"--urls does not know the address \"{url}\": type one such as http://127.0.0.1:5080.", e);
        }

        return address switch
        {
            { Scheme: not "http" } => throw new ArgumentException($"--urls speaks plain http only, not \"{url}\": for https, put a proxy in front that has a certificate."),
            { IsUnixPipe: true } or { IsNamedPipe: true } => throw new ArgumentException($"--urls does not know pipes: type an address such as http://127.0.0.1:5080 in place of \"{url}\"."),
            { PathBase.Length: > 0 } => throw new ArgumentException($"--urls takes no path behind the port: leave \"{address.PathBase}\" out of \"{url}\"."),
            _ => address,
        };
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(Bare(host), out var ip) && IPAddress.IsLoopback(ip));

    private static string Bare(string host) => host.Trim('[', ']');

    private static IPAddress Any(IPAddress ip) => ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
}
