using System.Net;
using AngleSharp;
using Arena.Core.Storage;

namespace Arena.Tests.Web.Site;

public sealed class HomePageTests
{
    [Fact]
    public async Task Home_StoreWithATournament_ShowsWhatItHoldsAndLeadsToIt()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());

        var page = await site.GetPageAsync("/");

        var card = page.QuerySelector("main .cards > li")!;
        Assert.Equal("/t/sample", card.QuerySelector("h2 a")!.GetAttribute("href"));
        Assert.Equal(["3 contestants", "4 prompts", "12 responses", "72 judgments", "12 votes"], card.QuerySelectorAll(".counts li").Select(count => count.TextContent));
    }

    [Fact]
    public async Task Home_TournamentThatWasAudited_HasItsAuditWithIt()
    {
        await using var site = await TestSite.StartAsync(async path =>
        {
            foreach (var name in new[] { "sample", "sample audit", "audit" })
            {
                await SampleStore.WriteAsync(path, new SampleNames { Tournament = name });
            }
        });

        var cards = (await site.GetPageAsync("/")).QuerySelectorAll("main .cards > li");

        Assert.Equal(["audit", "sample"], cards.Select(card => card.QuerySelector("h2")!.TextContent));
        Assert.Equal([false, true], cards.Select(card => card.QuerySelector("a[href='/t/sample%20audit']") is not null));
    }

    [Fact]
    public async Task Home_EmptyStore_SaysHowToFillIt()
    {
        await using var site = await TestSite.StartAsync(async path =>
        {
            using var store = await ArenaStore.OpenAsync(path, TimeProvider.System, cancellationToken: TestContext.Current.CancellationToken);
        });

        Assert.Contains("arena demo", (await site.GetPageAsync("/")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_StoreThatComesAndGoes_SaysSoEachTime()
    {
        await using var site = await TestSite.StartAsync(_ => Task.CompletedTask);

        var missing = await site.GetPageAsync("/", HttpStatusCode.ServiceUnavailable);
        await SampleStore.WriteAsync(site.Store, new SampleNames());
        var there = await site.GetPageAsync("/");
        File.Delete(site.Store);
        var gone = await site.GetPageAsync("/", HttpStatusCode.ServiceUnavailable);

        Assert.Contains("arena import", missing.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(there.QuerySelector("a[href='/t/sample']"));
        Assert.DoesNotContain(Path.GetDirectoryName(site.Store)!, gone.ToHtml(), StringComparison.Ordinal);
    }
}
