using Microsoft.Playwright;

namespace Arena.Tests.Web.Site;

/// <summary>
/// Makes the pictures of docs/site.md where the variable ARENA_SCREENSHOTS names a folder for them, of the store that ARENA_SCREENSHOTS_DB names or else of the sample;
/// without, looks only whether every page is there.
/// </summary>
[Collection(OneBrowser.Name)]
public sealed class PicturesBrowserTests(SiteBrowser browser)
{
    private static readonly (string Name, int Width, bool IsDark)[] Looks = [("light", 1040, false), ("dark", 1040, true), ("phone", 390, false)];

    [Fact]
    public async Task Pages_InEveryLook_AreThereToBePictured()
    {
        var folder = Environment.GetEnvironmentVariable("ARENA_SCREENSHOTS");
        var store = Environment.GetEnvironmentVariable("ARENA_SCREENSHOTS_DB");
        await using var site = store is null ? await TestSite.StartAsync(new SampleNames()) : await TestSite.StartAsync(path => Task.Run(() => File.Copy(store, path)));
        var pages = await SitePictures.PagesAsync(site);
        foreach (var (look, width, isDark) in folder is null ? Looks[..1] : Looks)
        {
            var page = await browser.OpenAsync(site.Url, width, isDark);
            foreach (var (name, path) in pages)
            {
                var response = await page.GotoAsync(site.Url + path);

                Assert.True(response!.Status == 200, $"{path} is {response.Status}");
                await Assertions.Expect(page.Locator("main h1")).ToBeVisibleAsync();
                if (folder is not null)
                {
                    if (await page.Locator("form.choices button").CountAsync() == 1 && name == "surrogate")
                    {
                        // Without what it computes there is nothing to see.
                        await page.Locator("form.choices button").ClickAsync();
                        await Assertions.Expect(page.Locator("#surrogate h2")).ToBeVisibleAsync(new() { Timeout = 120_000 });
                    }

                    await page.ScreenshotAsync(new() { Path = System.IO.Path.Combine(folder, $"{name}-{look}.png"), Clip = new() { Width = width, Height = 720 } });
                }
            }

            await page.Context.CloseAsync();
        }
    }
}
