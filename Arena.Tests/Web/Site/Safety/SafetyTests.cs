using System.Net;
using AngleSharp;
using Microsoft.Data.Sqlite;

namespace Arena.Tests.Web.Site.Safety;

public sealed class SafetyTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/t/sample")]
    [InlineData("/nowhere")]
    [InlineData("/t/sample/leaderboard.csv")]
    [InlineData("/assets/site.css")]
    public async Task Response_OfAnyAddress_ForbidsScriptsAndFrames(string path)
    {
        await using var site = await TestSite.StartAsync(new SampleNames());

        using var response = await site.Client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/nowhere", 404)]
    [InlineData("/t/unknown", 404)]
    [InlineData("/t/%00", 400)]
    [InlineData("/t/sample/leaderboard.txt", 404)]
    public async Task Address_ThatLeadsNowhere_SaysWhatToDo(string path, int status)
    {
        await using var site = await TestSite.StartAsync(new SampleNames());

        using var response = await site.Client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);

        Assert.Equal(status, (int)response.StatusCode);
        if (path != "/t/%00")
        {
            var page = TestSite.Parse(await response.Content.ReadAsStringAsync(Cancelled));
            HarmlessPage.Check(page);
            Assert.NotEmpty(page.QuerySelector(".advice")!.TextContent);
        }
    }

    [Fact]
    public async Task Store_OfANewerSchema_IsSaidAndNoPathShown()
    {
        await using var site = await TestSite.StartAsync(async path =>
        {
            await SampleStore.WriteAsync(path, new SampleNames());
            await using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
            await connection.OpenAsync(Cancelled);
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_Future', '99.0.0')";
            await command.ExecuteNonQueryAsync(Cancelled);
        });

        var page = await site.GetPageAsync("/t/sample", HttpStatusCode.ServiceUnavailable);

        Assert.Contains("update Arena", page.QuerySelector(".advice")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("arena-test-", page.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_LockedByAnother_CanStillBeRead()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        await using var connection = new SqliteConnection($"Data Source={site.Store};Pooling=false");
        await connection.OpenAsync(Cancelled);
        await using var transaction = connection.BeginTransaction(deferred: false);

        await site.GetPageAsync("/t/sample");
    }

    [Fact]
    public async Task Request_OfAnotherHost_IsRefused()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "attacker.example";

        using var response = await site.Client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Site_WithAToken_LetsInWhoKnowsIt()
    {
        const string Token = "a token of some length";
        await using var site = await TestSite.StartAsync(new SampleNames(), Token);

        using var page = await site.Client.GetAsync(new Uri("/t/sample?sort=name", UriKind.Relative), Cancelled);
        using var api = await site.Client.GetAsync(new Uri("/api/tournaments", UriKind.Relative), Cancelled);
        using var wrong = await AskAsync("another token altogether");
        using var right = await AskAsync(Token);

        Assert.Equal("/enter?return=%2Ft%2Fsample%3Fsort%3Dname", page.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);

        Task<HttpResponseMessage> AskAsync(string token)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/t/sample");
            request.Headers.Authorization = new("Bearer", token);
            return site.Client.SendAsync(request, Cancelled);
        }
    }

    [Theory]
    [InlineData("a token of some length", "/t/sample", "/t/sample")]
    [InlineData("a token of some length", "//evil.example", "/")]
    [InlineData("wrong", "/t/sample", null)]
    public async Task Enter_ByTheForm_GoesWhereTheVisitorWanted(string typed, string wanted, string? location)
    {
        await using var site = await TestSite.StartAsync(new SampleNames(), "a token of some length");
        var address = new Uri($"/enter?return={Uri.EscapeDataString(wanted)}", UriKind.Relative);
        using var form = await site.Client.GetAsync(address, Cancelled);
        var page = TestSite.Parse(await form.Content.ReadAsStringAsync(Cancelled));
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(
            [
                .. page.QuerySelectorAll("main form input[type=hidden]").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value")!)),
                KeyValuePair.Create("token", typed),
            ]),
        };
        request.Headers.Add("Cookie", form.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));

        using var response = await site.Client.SendAsync(request, Cancelled);

        Assert.Equal(location, response.Headers.Location is { } to ? to.IsAbsoluteUri ? to.PathAndQuery : to.ToString() : null);
        Assert.Equal(location is null, !response.Headers.TryGetValues("Set-Cookie", out var cookies) || !cookies.Any(cookie => cookie.StartsWith("arena-entered", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("dark", "/t/sample", "/t/sample")]
    [InlineData("dark", "https://evil.example/", "/")]
    [InlineData("dark", "/\\evil.example", "/")]
    public async Task Theme_Chosen_IsRememberedAndGoesBack(string theme, string back, string location)
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        using var response = await site.Client.PostAsync(
            new Uri("/theme", UriKind.Relative), new FormUrlEncodedContent([new("theme", theme), new("return", back)]), Cancelled);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/t/sample");
        request.Headers.Add("Cookie", response.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);

        using var page = await site.Client.SendAsync(request, Cancelled);

        Assert.Equal(location, response.Headers.Location!.ToString());
        Assert.Contains("<html lang=\"en\" class=\"dark\">", await page.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Contains("class=\"auto\"", (await site.GetPageAsync("/t/sample")).ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_FromAnotherSiteOrTooLarge_IsRefused()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/theme") { Content = new FormUrlEncodedContent([new("theme", "dark")]) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var foreign = await site.Client.SendAsync(request, Cancelled);
        using var large = await site.Client.PostAsync(new Uri("/theme", UriKind.Relative), new FormUrlEncodedContent([new("theme", new string('x', 100_000))]), Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }
}
