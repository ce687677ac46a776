using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Arena.Web.Site;
using Arena.Web.Site.Votes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Arena.Tests.Web.Site;

/// <summary>A site that runs, as visitors and programs reach it: over a connection of its own machine.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _site;
    private readonly TestLog _log;
    private readonly TemporaryFolder _folder;

    private TestSite(WebApplication site, TestLog log, TemporaryFolder folder, string store)
    {
        (_site, _log, _folder, Store) = (site, log, folder, store);
        Url = site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All })
        {
            BaseAddress = new Uri(Url),
        };
    }

    public string Url { get; }

    /// <summary>The store's file, which tests may write to while the site runs.</summary>
    public string Store { get; }

    /// <summary>Follows no redirection and keeps no cookie.</summary>
    public HttpClient Client { get; }

    /// <summary>What the site logged: nothing, unless something broke.</summary>
    public IReadOnlyCollection<string> Log => _log.Lines;

    /// <summary>Starts a site on a store with everything in it.</summary>
    public static Task<TestSite> StartAsync(SampleNames names, string? token = null) =>
        StartAsync(path => SampleStore.WriteAsync(path, names), token);

    /// <summary>Starts a site on a store with everything in it, and says who may vote.</summary>
    public static Task<TestSite> StartAsync(VoterTokens? voters, bool isLocal = true, string? token = null, TimeProvider? time = null) => StartAsync(
        path => SampleStore.WriteAsync(path, new SampleNames()),
        new SiteOptions("", SiteAddresses.Parse("http://127.0.0.1:0") with { IsLocal = isLocal }, token) { Voters = voters },
        time ?? TimeProvider.System);

    /// <summary>Starts a site on a store that is written first.</summary>
    public static Task<TestSite> StartAsync(Func<string, Task> write, string? token = null) =>
        StartAsync(write, new SiteOptions("", SiteAddresses.Parse("http://127.0.0.1:0"), token), TimeProvider.System);

    /// <summary>Starts a site on a store that is there.</summary>
    public static Task<TestSite> StartAtAsync(string location, string? token = null) =>
        StartAsync(_ => Task.CompletedTask, new SiteOptions(location, SiteAddresses.Parse("http://127.0.0.1:0"), token), TimeProvider.System);

    private static async Task<TestSite> StartAsync(Func<string, Task> write, SiteOptions options, TimeProvider time)
    {
        var folder = new TemporaryFolder();
        var path = options.Store.Length > 0 ? options.Store : folder.PathOf("arena.db");
        await write(path);
        var log = new TestLog();
        var site = SiteHost.Create(options with { Store = path }, time, log);
        await site.StartAsync(TestContext.Current.CancellationToken);
        return new TestSite(site, log, folder, path);
    }

    /// <summary>Gets a page that must be there.</summary>
    public async Task<IHtmlDocument> GetPageAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == status, $"{path} is {(int)response.StatusCode}: {html}{string.Join('\n', Log)}");
        return Parse(html);
    }

    public static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _site.StopAsync(TestContext.Current.CancellationToken);
        await _site.DisposeAsync();
        _folder.Dispose();
    }
}
