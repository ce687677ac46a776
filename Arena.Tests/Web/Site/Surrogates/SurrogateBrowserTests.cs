using Arena.Core;
using Arena.Core.Storage;
using Microsoft.Playwright;

namespace Arena.Tests.Web.Site.Surrogates;

[Collection(OneBrowser.Name)]
public sealed class SurrogateBrowserTests(SiteBrowser browser)
{
    [Fact]
    public async Task Surrogate_AskedForWithoutScript_IsComputedAndShown()
    {
        await using var site = await TestSite.StartAsync(WriteAsync);
        var page = await browser.OpenAsync($"{site.Url}/t/four/surrogate", hasScript: false);

        await page.ClickAsync("text=Compute it");

        await Assertions.Expect(page.Locator("#rewards")).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await Assertions.Expect(page.Locator("#surrogate")).ToContainTextAsync("Can the judge be foretold?");
        await Assertions.Expect(page.Locator("main form")).ToHaveCountAsync(0);
        HarmlessPage.Check(TestSite.Parse(await page.ContentAsync()));
        await page.Context.CloseAsync();
        Assert.Empty(site.Log);
    }

    [Fact]
    public async Task Surrogate_OfTooFewContestants_SaysSo()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        var page = await browser.OpenAsync($"{site.Url}/t/sample/surrogate");

        await page.ClickAsync("text=Compute it");

        await Assertions.Expect(page.Locator(".wrong")).ToContainTextAsync("3 contestants are too few", new() { Timeout = 30_000 });
        await page.Context.CloseAsync();
        Assert.Empty(site.Log);
    }

    [Fact]
    public async Task Surrogate_PostedWithoutToken_IsRefused()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        using var form = new FormUrlEncodedContent([new("_handler", "compute")]);

        using var response = await site.Client.PostAsync(new Uri("/t/sample/surrogate", UriKind.Relative), form, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty((await site.GetPageAsync("/t/sample/surrogate")).QuerySelectorAll("progress, .wrong"));
    }

    /// <summary>Five contestants; the judge likes long responses.</summary>
    private static async Task WriteAsync(string path)
    {
        using var store = await ArenaStore.OpenAsync(path, TimeProvider.System, cancellationToken: TestContext.Current.CancellationToken);
        string[] names = ["a", "b", "c", "d", "<script>e</script>"];
        await store.ImportAsync(
            "four",
            Enumerable.Range(0, 16).Select(p => new ImportRecord("made up")
            {
                Prompts = [new Prompt($"p{p}", [$"Question {p}?"])],
                Responses = [.. names.Select((name, i) => new Response($"p{p}", name, [Text(p, i)]))],
                Judgments =
                [
                    .. from i in Enumerable.Range(0, names.Length)
                       from j in Enumerable.Range(i + 1, names.Length - i - 1)
                       select new Judgment("judge", Protocol.Pairwise, $"p{p}", names[i], names[j])
                       {
                           Verdict = Text(p, i).Length > Text(p, j).Length ? Verdict.FirstWins : Verdict.SecondWins,
                           FirstWinProbability = Text(p, i).Length > Text(p, j).Length ? 0.9 : 0.1,
                       },
                ],
            }).ToAsyncEnumerable(),
            TestContext.Current.CancellationToken);
    }

    private static string Text(int prompt, int contestant) =>
        string.Join(' ', Enumerable.Range(0, 3 + (((prompt * 7) + (contestant * 5)) % 11) + contestant).Select(i => $"Word {i * (prompt + 3) % 13} of {contestant}."));
}
