using Arena.Core.Storage;

namespace Arena.Tests.Web.Site.Votes;

/// <summary>Voting in a real browser.</summary>
[Collection(OneBrowser.Name)]
public sealed class VoteBrowserTests(SiteBrowser browser)
{
    [Fact]
    public async Task Vote_ByKeyboard_IsCountedShowsNamesAndGoesOn()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        var page = await browser.OpenAsync(site.Url + TestVoter.Page);
        foreach (var (key, words) in new[] { ("ArrowLeft", "A is better"), ("ArrowRight", "B is better"), ("ArrowDown", "neither is better"), ("ArrowUp", "both are bad") })
        {
            await page.WaitForSelectorAsync("#vote.has-keys");
            await page.Keyboard.PressAsync(key);
            await page.WaitForSelectorAsync($".revealed >> text={words}");

            Assert.True(await page.EvaluateAsync<bool>("document.activeElement.classList.contains('revealed')"));
        }

        Assert.Contains("4 votes by you, 16 in all", await page.TextContentAsync("main"), StringComparison.Ordinal);
        Assert.Empty(await SiteBrowser.FindFaultsAsync(page));
        await page.Context.CloseAsync();
        await CheckAsync(site, 1, 0, 0.5, 0.5);
    }

    [Fact]
    public async Task Vote_KeyPressedTwice_VotesOnceOnly()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        var page = await browser.OpenAsync(site.Url + TestVoter.Page);
        await page.WaitForSelectorAsync("#vote.has-keys");
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.WaitForSelectorAsync(".revealed");
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.WaitForSelectorAsync("#vote.has-keys");

        await CheckAsync(site, 1);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Vote_WithoutScript_WorksByButtons()
    {
        await using var site = await TestSite.StartAsync(new SampleNames());
        var page = await browser.OpenAsync(site.Url + TestVoter.Page, width: 390, isDark: true, hasScript: false);

        await page.ClickAsync("text=Both are bad");

        Assert.Contains("both are bad", await page.TextContentAsync(".revealed"), StringComparison.Ordinal);
        Assert.False(await page.IsVisibleAsync(".vote .keys"));
        await page.Context.CloseAsync();
        await CheckAsync(site, 0.5);
    }

    /// <summary>What the voter said, after the sample's 12 votes.</summary>
    private static async Task CheckAsync(TestSite site, params double[] expected)
    {
        var cancelled = TestContext.Current.CancellationToken;
        using var store = await ArenaStore.OpenAsync(site.Store, TimeProvider.System, cancellationToken: cancelled);
        var outcomes = new List<double>();
        await store.VisitHumanVotesAsync("sample", 12, (vote, _) => outcomes.Add(vote.Outcome), cancelled);
        Assert.Equal(expected, outcomes);
    }
}
