using System.Net;
using Microsoft.Data.Sqlite;

namespace Arena.Tests.Web.Site.Health;

public sealed class HealthTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_OfASiteWithAToken_IsAnsweredWithoutItAndNeverKept()
    {
        await using var site = await TestSite.StartAsync(new SampleNames(), token: "a token of the site");

        using var live = await site.Client.GetAsync(new Uri("/health/live", UriKind.Relative), Cancelled);
        using var ready = await site.Client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancelled);
        using var page = await site.Client.GetAsync(new Uri("/", UriKind.Relative), Cancelled);

        foreach (var answer in new[] { live, ready })
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("Healthy", await answer.Content.ReadAsStringAsync(Cancelled));
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }

        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Empty(site.Log);
    }

    [Fact]
    public async Task Ready_WhileTheStoreIsAway_SaysSoAndNoMore_AndIsReadyOnceItIsBack()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await ReadyAsync(site));

        var aside = site.Store + ".aside";
        SqliteConnection.ClearAllPools();
        File.Move(site.Store, aside);
        var away = await ReadyAsync(site);
        using var live = await site.Client.GetAsync(new Uri("/health/live", UriKind.Relative), Cancelled);
        File.Move(aside, site.Store);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), away);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await ReadyAsync(site));
        Assert.Contains(site.Log, line => line.Contains("store", StringComparison.Ordinal));
        Assert.DoesNotContain(site.Log, line => line.Contains("arena-test-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no database")]
    [InlineData("")]
    public async Task Ready_OfAFileThatIsNoStore_IsUnhealthy(string content)
    {
        await using var site = await TestSite.StartAsync(path => File.WriteAllTextAsync(path, content, Cancelled));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await ReadyAsync(site));
    }

    private static async Task<(HttpStatusCode Status, string Body)> ReadyAsync(TestSite site)
    {
        using var response = await site.Client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancelled);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancelled));
    }
}
