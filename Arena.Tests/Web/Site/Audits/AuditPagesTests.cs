using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using Arena.Core;
using Arena.Core.Bias;
using Arena.Core.Storage;
using Arena.Tests.Bias;
using Arena.Tests.Web.Site.Safety;
using Arena.Web.Site;
using CsCheck;

namespace Arena.Tests.Web.Site.Audits;

public sealed class AuditPagesTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Audit_NoneKept_SaysHowToMakeOne()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());

        Assert.Contains("arena audit TOURNAMENT.yaml", (await site.GetPageAsync("/t/sample/audit")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain((await site.GetPageAsync("/")).QuerySelectorAll(".ways a"), link => link.TextContent == "Bias audit");
        await site.GetPageAsync("/t/sample/audit/flips", HttpStatusCode.NotFound);
        await site.GetPageAsync("/t/none/audit", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Audit_Kept_ShowsItsSectionsAndAWayToEveryFlip()
    {
        var audit = SampleAudits.Create();
        await using var site = await StartAsync(new SampleNames(), audit);

        var page = await site.GetPageAsync("/t/sample/audit");

        Assert.Equal(
            ["flips", "audit", "audit-judge-1", "audit-judge-2", "audit-attacks", "audit-distractors"], page.QuerySelectorAll("main section[id]").Select(section => section.Id));
        Assert.Equal(2, page.QuerySelectorAll("h3").Count(heading => heading.TextContent == "What this audit cannot say"));
        var links = page.QuerySelectorAll("#flips td a").Select(link => link.GetAttribute("href")!).ToList();
        var shown = 0;
        foreach (var link in links)
        {
            shown += (await FlipsAsync(site, link)).Count;
        }

        Assert.Equal(audit.Flips.Count, shown);
    }

    [Fact]
    public async Task Flips_OfARow_AreItsPairsWithWhatWasShown()
    {
        var audit = SampleAudits.Create(prompts: 80);
        await using var site = await StartAsync(new SampleNames(), audit);
        var expected = audit.Flips.Where(flip => flip.Trial is { Judge: "tiny-biased", Distractor: "prolix", Protocol: Protocol.Pairwise }).ToList();
        Assert.True(expected.Count > 20);

        var flips = await FlipsAsync(site, "/t/sample/audit/flips?judge=tiny-biased&distractor=prolix&protocol=pairwise");

        Assert.Equal(expected.Select(flip => $"{flip.Trial.PromptId}: {flip.Trial.Marked} against {flip.Trial.Other}"), flips.Select(flip => flip.QuerySelector("summary")!.TextContent.Split(',')[0]));
        Assert.All(flips, flip => Assert.Contains("as the timetable of 2019 says on page 1.", flip.QuerySelector("ins")!.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Audit_OfTheTournamentOfItsJudgments_IsTheSame()
    {
        await using var site = await StartAsync(new SampleNames(), SampleAudits.Create());

        Assert.NotEmpty((await site.GetPageAsync("/t/sample%20audit/audit")).QuerySelectorAll("#flips td a"));
    }

    [Fact]
    public async Task Audit_MadeAgain_IsShownInItsPlace()
    {
        await using var site = await StartAsync(new SampleNames(), SampleAudits.Create(["first judge"], ["prolix"]));
        Assert.Contains("first judge", (await site.GetPageAsync("/t/sample/audit")).QuerySelector("#audit")!.TextContent, StringComparison.Ordinal);

        using (var store = await ArenaStore.OpenAsync(site.Store, TimeProvider.System, cancellationToken: Cancelled))
        {
            await AuditArchive.KeepAsync(store, SampleAudits.Create(["second judge"], ["prolix"]), Cancelled);
        }

        // What is computed rests for a moment, so that a run which changes it again and again does not keep the site busy.
        for (var tries = 0; !(await site.GetPageAsync("/t/sample/audit")).QuerySelector("#audit")!.TextContent.Contains("second judge", StringComparison.Ordinal); tries++)
        {
            Assert.True(tries < 100, "the former audit is still shown");
            await Task.Delay(100, Cancelled);
        }
    }

    [Fact]
    public async Task Audit_OfAnotherVersion_IsSaidAndNotShown()
    {
        await using var site = await StartAsync(new SampleNames(), SampleAudits.Create());
        using (var store = await ArenaStore.OpenAsync(site.Store, TimeProvider.System, cancellationToken: Cancelled))
        {
            await store.KeepFitAsync("sample audit", AuditArchive.Write(SampleAudits.Create()) with { Parameters = """{"format":0,"arena":"0.0.<1>"}""" }, Cancelled);
        }

        var page = await site.GetPageAsync("/t/sample/audit");

        Assert.Contains("another version of Arena (0.0.<1>)", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main section"));
    }

    [Fact]
    public void Pages_OfAnyNamesAndTexts_HoldNoMarkupOfTheirs()
    {
        var text = Gen.OneOf(Gen.OneOfConst(AttackTests.Attacks), Gen.String[1, 12].Select(AttackTests.Whole)).Array[1, 3].Select(string.Concat);
        text.Array[SampleNames.Count].Sample(texts => CheckAsync(SampleNames.Of(texts)).GetAwaiter().GetResult(), iter: 5, threads: 1);

        static async Task CheckAsync(SampleNames names)
        {
            var audit = SampleAudits.Create(
                names.Judges, [names.Category + "1", names.Prompt + "2"], names.Contestants, names.Tournament, prompts: 8, text: names.Text, reason: names.Failure);
            await using var site = await StartAsync(names, audit);
            foreach (var path in (string[])["audit", "audit/flips"])
            {
                HarmlessPage.Check(await site.GetPageAsync(SitePath.Of(names.Tournament, path)));
            }

            HarmlessPage.Check(await site.GetPageAsync(SitePath.With(SitePath.Of(names.Tournament, "audit/flips"), ("judge", names.Judges[0]), ("distractor", names.Category + "1"), ("protocol", "pairwise"))));
            Assert.Empty(site.Log);
        }
    }

    [Fact]
    public async Task Pages_OfALargeAudit_StayBelow300KilobytesCompressed()
    {
        var words = string.Join(' ', Enumerable.Range(0, 600).Select(i => $"word{i * 7919 % 9973}"));
        await using var site = await StartAsync(new SampleNames(), SampleAudits.Create(distractors: SampleAudits.Names, prompts: 100, text: words));
        foreach (var path in (string[])["/t/sample/audit", "/t/sample/audit/flips"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Url + path));
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
            using var client = new HttpClient();
            using var response = await client.SendAsync(request, Cancelled);

            Assert.Contains("br", response.Content.Headers.ContentEncoding);
            Assert.InRange((await response.Content.ReadAsByteArrayAsync(Cancelled)).Length, 1000, 300_000);
        }
    }

    internal static Task<TestSite> StartAsync(SampleNames names, TournamentAudit audit) => TestSite.StartAsync(async path =>
    {
        await SampleStore.WriteAsync(path, names);
        using var store = await ArenaStore.OpenAsync(path, TimeProvider.System, cancellationToken: Cancelled);
        await store.ImportAsync(AuditArchive.NameOf(names.Tournament), new[] { new ImportRecord("audit") { Prompts = [new Prompt("p", ["asked"])] } }.ToAsyncEnumerable(), Cancelled);
        await AuditArchive.KeepAsync(store, audit with { Tournament = names.Tournament }, Cancelled);
    });

    private static async Task<List<IElement>> FlipsAsync(TestSite site, string link)
    {
        var flips = new List<IElement>();
        for (string? next = link; next is not null;)
        {
            var page = await site.GetPageAsync(next);
            flips.AddRange(page.QuerySelectorAll("details.flip"));
            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        return flips;
    }
}
