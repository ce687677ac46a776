using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Arena.Tests.Web.Site;

/// <summary>One browser and one site for all tests that look at pages. Without chromium they are skipped.</summary>
public sealed class SiteBrowser : IAsyncLifetime
{
    private static readonly string? Executable = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A site on a sample store.</summary>
    internal TestSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (Executable is null)
        {
            return;
        }

        Site = await TestSite.StartAsync(new SampleNames());
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }

    /// <summary>Opens a page of a site, as a visitor who was never there.</summary>
    /// <param name="url">Its address.</param>
    /// <param name="width">Width of the screen; 390 is a phone's.</param>
    /// <param name="isDark">Whether the system is dark.</param>
    /// <param name="hasScript">Whether scripts may run.</param>
    internal async Task<IPage> OpenAsync(string url, int width = 1280, bool isDark = false, bool hasScript = true)
    {
        Assert.SkipWhen(_browser is null, "needs chromium: apt-get install chromium");
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = Site.Url,
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = hasScript,
        });
        context.SetDefaultTimeout(15_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(url);
        return page;
    }

    /// <summary>What automated checks find wrong with a page for people who do not see or do not use a mouse: serious and critical findings, in words.</summary>
    internal static async Task<string[]> FindFaultsAsync(IPage page)
    {
        await page.EvaluateAsync(new BundledAxeScriptProvider().GetScript());
        return await page.EvaluateAsync<string[]>("""
            async () => (await axe.run()).violations
              .filter(fault => fault.impact === "serious" || fault.impact === "critical")
              .map(fault => fault.id + ": " + fault.nodes.map(node => node.html.slice(0, 120) + " " + node.failureSummary).join(" | "))
            """);
    }

    /// <summary>By how many pixels a page is wider than the screen.</summary>
    internal static Task<int> OverhangAsync(IPage page) =>
        page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
            _playwright!.Dispose();
            await Site.DisposeAsync();
        }
    }
}
