using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Storage;
using Arena.Core.Tournaments;
using Arena.Tests.Storage;
using Arena.Workers;
using Hangfire;

namespace Arena.Tests.Web.Site.Runs;

/// <summary>The page of runs and the dashboard where a tournament is shared out, on a real database.</summary>
public sealed class WorkersOnRunsTests(PostgresFixture postgres)
{
    private const string Token = "a token that is long enough";

    private static readonly JudgeDescription Judge = new("qwen", new string('c', 64), Protocol.Pairwise);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_WithAWorker_ShowWhoWorksAndWhatWaits()
    {
        var (store, queues) = await BeginAsync();
        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions { ServerName = "gpu-box", Queues = [WorkQueues.NameOf(Judge.Fingerprint)], WorkerCount = 2, Activator = new Waiting() }, queues.Storage);
        await using var driving = await DrivingLock.TakeAsync(store, "sample", () => { }, TimeProvider.System, Cancelled);
        await using var site = await TestSite.StartAtAsync(store);

        // Workers take what waits within the poll interval.
        JsonElement runs;
        do
        {
            await Task.Delay(100, Cancelled);
            using var document = JsonDocument.Parse(await site.Client.GetStringAsync(new Uri("/api/tournaments/sample/runs", UriKind.Relative), Cancelled));
            runs = document.RootElement.Clone();
        }
        while (runs.GetProperty("waiting").GetInt64() > 1 || runs.GetProperty("workers").GetArrayLength() == 0 || runs.GetProperty("workers")[0].GetProperty("in_hand").GetInt32() < 2);

        var page = await site.GetPageAsync("/t/sample/runs");
        var row = page.QuerySelectorAll(".live table")[0].QuerySelectorAll("tbody tr").Single();
        Assert.StartsWith("gpu-box", row.Children[0].TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["qwen", "2", "2"], row.Children.Skip(1).Take(3).Select(cell => cell.TextContent));
        Assert.Equal("works", row.Children[5].TextContent);
        Assert.Contains("1 worker", page.QuerySelector(".live .headline")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("running", page.QuerySelector(".run h2")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["qwen"], runs.GetProperty("workers")[0].GetProperty("judges").EnumerateArray().Select(name => name.GetString()));

        // Without a token there is no dashboard to lead to.
        Assert.Null(page.QuerySelector("a[href='/jobs']"));
        using var dashboard = await site.Client.GetAsync(new Uri("/jobs", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, dashboard.StatusCode);
    }

    [Fact]
    public async Task Runs_DrivenWithoutAWorker_SayWhatToStart()
    {
        var (store, _) = await BeginAsync();
        await using var driving = await DrivingLock.TakeAsync(store, "sample", () => { }, TimeProvider.System, Cancelled);
        await using var site = await TestSite.StartAtAsync(store);

        var page = await site.GetPageAsync("/t/sample/runs");

        Assert.Contains("arena worker", page.QuerySelector(".live .wrong")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dashboard_WithAToken_IsForThoseWhoKnowIt()
    {
        var (store, _) = await BeginAsync();
        await using var site = await TestSite.StartAtAsync(store, Token);

        using var stranger = await site.Client.GetAsync(new Uri("/jobs", UriKind.Relative), Cancelled);
        using var post = await site.Client.PostAsync(new Uri("/jobs/jobs/enqueued/delete", UriKind.Relative), null, Cancelled);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/jobs/jobs/enqueued");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var known = await site.Client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.Redirect, stranger.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, post.StatusCode);
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        Assert.Contains(WorkQueues.NameOf(Judge.Fingerprint), await known.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", known.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    /// <summary>A store with a run that ordered three shards.</summary>
    private async Task<(string Store, WorkQueues Queues)> BeginAsync()
    {
        var location = await postgres.CreateDatabaseAsync();
        await SampleStore.WriteAsync(location, new SampleNames());
        using var store = await ArenaStore.OpenAsync(location, TimeProvider.System, create: false, Cancelled);
        var manifest = RunManifest.Of(1, [Judge], []) with { IsDistributed = true };
        var run = await store.BeginRunAsync("sample", "{}", manifest.ToJson(), Cancelled);
        var queues = await WorkQueues.OpenAsync(location, Cancelled);
        await queues.AddAsync(
            [.. Enumerable.Range(0, 3).Select(i => new ShardOrder(run, "sample", $"p{i}", Judge.Name, Judge.Fingerprint, ["a", "b"], [0, 1, 0, 0]))], TimeProvider.System.GetUtcNow(), Cancelled);
        return (location, queues);
    }

    /// <summary>Has shards in hand until it is told to end.</summary>
    private sealed class Waiting : JobActivator
    {
        public override object ActivateJob(Type jobType) => new ShardJob((_, token) => Task.Delay(Timeout.Infinite, token));
    }
}
