using Arena.Tests.Web.Site.Safety;

namespace Arena.Tests.Web.Site;

/// <summary>What a real browser makes of every page.</summary>
[Collection(OneBrowser.Name)]
public sealed class PagesBrowserTests(SiteBrowser browser)
{
    [Fact]
    public async Task Pages_LightAndDarkWideAndNarrow_AreAccessibleAndFit()
    {
        var faults = new List<string>();
        foreach (var (width, isDark) in new[] { (1280, false), (390, true) })
        {
            var page = await browser.OpenAsync("/", width, isDark);
            foreach (var path in AttackTests.Pages(new SampleNames()).Concat(["/nowhere", "/enter"]))
            {
                await page.GotoAsync(path);
                faults.AddRange((await SiteBrowser.FindFaultsAsync(page)).Select(fault => $"{path} at {width}: {fault}"));
                if (await SiteBrowser.OverhangAsync(page) > 0)
                {
                    faults.Add($"{path} at {width} is wider than the screen");
                }
            }

            await page.Context.CloseAsync();
        }

        Assert.Empty(faults);
    }

    [Fact]
    public async Task Pages_TextsThatAttack_RunNothingAndLoadNothing()
    {
        const string Attack = "</title></textarea></style></svg><script>window.attacked=1</script><img src=/x onerror=window.attacked=1>";
        var names = SampleNames.Of([.. Enumerable.Repeat(Attack, SampleNames.Count)]) with { Tournament = "t" + Attack };
        await using var site = await TestSite.StartAsync(names);
        var page = await browser.OpenAsync(site.Url);
        var loaded = new List<string>();
        page.Request += (_, request) => loaded.Add(request.Url);
        foreach (var path in AttackTests.Pages(names))
        {
            await page.GotoAsync(site.Url + path);

            Assert.False(await page.EvaluateAsync<bool>("'attacked' in window"), path);
        }

        Assert.All(loaded, url => Assert.Matches($"^{site.Url}/(t/|assets/|_framework/|_blazor/|\\?|$)", url));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Leaderboard_WithoutScript_IsChosenSortedAndRecoloured()
    {
        var page = await browser.OpenAsync("/", hasScript: false);
        await page.ClickAsync("text=sample");
        await page.ClickAsync("text=human votes");
        await page.SelectOptionAsync("select[name=model]", "davidson");
        await page.ClickAsync("text=Show");
        await page.ClickAsync("th >> text=contestant");
        await page.ClickAsync(".theme button[value=dark]");

        Assert.EndsWith("/t/sample?protocol=human&model=davidson&sort=name", page.Url, StringComparison.Ordinal);
        Assert.Equal("dark", await page.GetAttributeAsync("html", "class"));
        Assert.Contains("Davidson", await page.TextContentAsync("main"), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Page_ByKeyboard_LetsOneSkipToTheContent()
    {
        var page = await browser.OpenAsync("/t/sample");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.Keyboard.PressAsync("Enter");

        Assert.Equal("content", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Context.CloseAsync();
    }
}
