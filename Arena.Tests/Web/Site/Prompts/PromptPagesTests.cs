using System.Net;
using Arena.Core;
using Arena.Core.Storage;

namespace Arena.Tests.Web.Site.Prompts;

public sealed class PromptPagesTests(SampleSite sample) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Prompts_OfACategory_AreListedWithTheirCounts()
    {
        var page = await sample.Site.GetPageAsync("/t/sample/prompts?category=writing");

        Assert.Equal(["p1", "p3"], page.QuerySelectorAll(".list h2").Select(title => title.TextContent));
        Assert.Contains("3 responses, 18 judgments", page.QuerySelector(".list li")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prompt_ItsPage_SetsAllResponsesSideBySide()
    {
        var page = await sample.Site.GetPageAsync("/t/sample/prompts/p0");
        var plain = await sample.Site.GetPageAsync("/t/sample/prompts/p0?view=plain");

        Assert.Equal(["alpha", "beta", "gamma"], page.QuerySelectorAll("article h3").Select(title => title.TextContent));
        Assert.NotEmpty(page.QuerySelectorAll("article strong"));
        Assert.Contains("**bold**", plain.QuerySelector("article")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("won 4, tied 0, lost 0", page.QuerySelector("article")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prompt_ResponseOfAMegabyte_IsCutWithALinkToAllOfIt()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789 مرحبا 🙂 ", 60_000));
        await using var site = await TestSite.StartAsync(async path =>
        {
            using var store = await ArenaStore.OpenAsync(path, TimeProvider.System, cancellationToken: TestContext.Current.CancellationToken);
            await store.ImportAsync("large", Records(), TestContext.Current.CancellationToken);

            async IAsyncEnumerable<ImportRecord> Records()
            {
                await Task.Yield();
                yield return new ImportRecord("x") { Prompts = [new Prompt("p/1", [text])], Responses = [new Response("p/1", "a b", [text])] };
            }
        });

        var page = await site.GetPageAsync("/t/large/prompts/p~002f1");
        var link = page.QuerySelector("article .cut a")!.GetAttribute("href")!;
        var whole = await site.Client.GetAsync(new Uri(link, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.True(page.Source.Length < 60_000);
        Assert.Equal("text/plain", whole.Content.Headers.ContentType!.MediaType);
        Assert.Equal(text, await whole.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/t/sample/prompts/none")]
    [InlineData("/t/sample/prompts/none/text")]
    [InlineData("/t/sample/prompts/p0/responses/nobody")]
    [InlineData("/t/sample/contestants/nobody")]
    public async Task Prompt_Unknown_IsSaid(string path) => await sample.Site.GetPageAsync(path, HttpStatusCode.NotFound);
}
