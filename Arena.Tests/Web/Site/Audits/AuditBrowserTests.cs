using Arena.Tests.Bias;
using Microsoft.Playwright;

namespace Arena.Tests.Web.Site.Audits;

[Collection(OneBrowser.Name)]
public sealed class AuditBrowserTests(SiteBrowser browser)
{
    [Fact]
    public async Task FirstPage_InThreeClicksWithoutScript_ShowsThePairBehindAFlip()
    {
        var audit = SampleAudits.Create();
        await using var site = await AuditPagesTests.StartAsync(new SampleNames(), audit);
        var page = await browser.OpenAsync(site.Url, hasScript: false);

        await page.ClickAsync(".cards li:has(a[href='/t/sample']) >> text=Bias audit");
        await page.ClickAsync("#flips tr:has-text('prolix') td a");
        await page.ClickAsync("details.flip > summary");

        var shown = page.Locator("details.flip").First;
        var flip = audit.Flips.First(flip => flip.Trial is { Judge: "tiny-biased", Distractor: "prolix" });
        await Assertions.Expect(shown.Locator("ins").First).ToBeVisibleAsync();
        await Assertions.Expect(shown).ToContainTextAsync($"Marked response, of {flip.Trial.Marked}");
        await Assertions.Expect(shown).ToContainTextAsync($"According to {flip.Trial.Marked}");
        await Assertions.Expect(shown).ToContainTextAsync($"According to {flip.Trial.Other}");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pages_OfAnAudit_AreAccessibleAndFit()
    {
        var faults = new List<string>();
        await using var site = await AuditPagesTests.StartAsync(new SampleNames(), SampleAudits.Create());
        foreach (var (width, isDark) in new[] { (1280, false), (390, true) })
        {
            var page = await browser.OpenAsync(site.Url, width, isDark);
            foreach (var path in (string[])["/t/sample/audit", "/t/sample/audit/flips"])
            {
                await page.GotoAsync(site.Url + path);
                await page.EvaluateAsync("document.querySelectorAll('details.flip').forEach((pair, i) => pair.open = i < 3)");
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
}
