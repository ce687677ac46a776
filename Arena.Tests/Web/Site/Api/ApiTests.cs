using System.Net;
using System.Text.Json;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Storage;
using Arena.Core.Tournaments;

namespace Arena.Tests.Web.Site.Api;

public sealed class ApiTests(SampleSite sample) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Api_EveryAddress_SaysWhatThePagesShow()
    {
        var tournaments = await GetAsync("/api/tournaments");
        var leaderboard = await GetAsync("/api/tournaments/sample/leaderboard?protocol=human");
        var pairs = await GetAsync("/api/tournaments/sample/head-to-head");
        var flips = await GetAsync("/api/tournaments/sample/judgments?show=flips");

        Assert.Equal("sample", tournaments[0].GetProperty("name").GetString());
        Assert.Equal("human", leaderboard.GetProperty("protocol").GetString());
        Assert.Equal(3, pairs.GetArrayLength());
        Assert.All(pairs.EnumerateArray(), pair => Assert.InRange(pair.GetProperty("expected").GetDouble(), 0, 1));
        Assert.All(flips.GetProperty("comparisons").EnumerateArray(), flip => Assert.True(flip.GetProperty("is_flip").GetBoolean() && flip.GetProperty("orders").GetArrayLength() == 2));
        Assert.Equal(JsonValueKind.Null, flips.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task Api_ItsDescription_NamesEveryAddressAndItsChoices()
    {
        var description = await GetAsync("/api/openapi.json");

        Assert.Equal(
            ["/api/tournaments", "/api/tournaments/{tournament}/head-to-head", "/api/tournaments/{tournament}/judgments", "/api/tournaments/{tournament}/leaderboard", "/api/tournaments/{tournament}/runs"],
            description.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        Assert.Contains("davidson", description.GetRawText(), StringComparison.Ordinal);
        Assert.All(description.GetProperty("paths").EnumerateObject(), path =>
        {
            // What a program must know before it asks: what comes, and that trouble comes as a problem document.
            var get = path.Value.GetProperty("get");
            Assert.NotEmpty(get.GetProperty("summary").GetString()!);
            Assert.True(get.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").TryGetProperty("schema", out _), path.Name);
            Assert.True(get.GetProperty("responses").GetProperty("503").GetProperty("content").TryGetProperty("application/problem+json", out _), path.Name);
            Assert.True(!get.TryGetProperty("parameters", out var parameters) || parameters.EnumerateArray().All(parameter => parameter.TryGetProperty("description", out _)), path.Name);
        });
    }

    [Fact]
    public async Task Runs_OfAProcessThatJudges_TellHowFarItIsOfItsPlan()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        using var store = await ArenaStore.OpenAsync(site.Store, TimeProvider.System, cancellationToken: TestContext.Current.CancellationToken);
        var manifest = RunManifest.Of(1, [new JudgeDescription("judge one", "f00d", Protocol.Pairwise)], []) with { Planned = 100 };
        await store.BeginRunAsync("sample", "{}", manifest.ToJson(), TestContext.Current.CancellationToken);

        using var document = JsonDocument.Parse(await site.Client.GetStringAsync(new Uri("/api/tournaments/sample/runs", UriKind.Relative), TestContext.Current.CancellationToken));
        var page = await site.GetPageAsync("/t/sample/runs");

        // Of 24 pairs in both orders that the sample's first judge was asked, one failed.
        var (root, run) = (document.RootElement, document.RootElement.GetProperty("runs")[0]);
        Assert.Equal((100, 23, "running"), (root.GetProperty("planned").GetInt32(), root.GetProperty("done").GetInt32(), run.GetProperty("state").GetString()));
        Assert.Equal("judge one", run.GetProperty("manifest").GetProperty("judges")[0].GetProperty("name").GetString());
        Assert.Equal(("100", "23"), (page.QuerySelector(".plan progress")!.GetAttribute("max"), page.QuerySelector(".plan progress")!.GetAttribute("value")));
    }

    [Fact]
    public async Task Api_WhatIsKnown_IsNotSentTwice()
    {
        var address = new Uri("/api/tournaments/sample/leaderboard", UriKind.Relative);
        using var first = await sample.Site.Client.GetAsync(address, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await sample.Site.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("/api/nothing", 404)]
    [InlineData("/api/tournaments/none/judgments", 404)]
    [InlineData("/api/tournaments/sample/leaderboard?model=glicko", 400)]
    public async Task Api_WhatIsNotThere_IsAProblemDocument(string path, int status)
    {
        using var response = await sample.Site.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.RootElement.GetProperty("detail").GetString()!);
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var document = JsonDocument.Parse(await sample.Site.Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }
}
