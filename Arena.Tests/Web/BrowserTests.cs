using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Arena.Tests.Bias;
using Arena.Tests.Reports;
using Arena.Web.Reports;

namespace Arena.Tests.Web;

/// <summary>What a real browser makes of a report. The report stands in a frame as wide as a screen; the page around it measures.</summary>
public sealed partial class BrowserTests : IDisposable
{
    private const string Page = """
        <!DOCTYPE html><meta charset="utf-8"><body><iframe id="report" style="border:0;height:900px;width:$WIDTH$px"></iframe><script>
        const frame = document.getElementById("report");
        frame.onload = () => {
          const page = frame.contentDocument, overlaps = [];
          for (const svg of page.querySelectorAll("svg")) {
            const texts = [...svg.querySelectorAll("text")].map(t => [t.textContent, t.getBoundingClientRect()]).filter(t => t[1].width > 0);
            for (let i = 0; i < texts.length; i++)
              for (let j = 0; j < i; j++) {
                const [a, b] = [texts[i][1], texts[j][1]];
                if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1.5)
                  overlaps.push(texts[i][0] + " / " + texts[j][0]);
              }
          }
          const visible = [...page.querySelectorAll("figure svg[role=img]")].filter(svg => svg.getBoundingClientRect().width > 0).length;
          document.body.setAttribute("data-result", JSON.stringify({
            overlaps, visible, figures: page.querySelectorAll("figure").length,
            sideways: page.documentElement.scrollWidth - page.documentElement.clientWidth,
            loaded: frame.contentWindow.performance.getEntriesByType("resource").length,
            title: page.title, attacked: "attacked" in window || "attacked" in frame.contentWindow,
          }));
        };
        frame.srcdoc = $REPORT$;
        </script></body>
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3, 1200)]
    [InlineData(3, 390)]
    [InlineData(60, 1200)]
    [InlineData(60, 390)]
    public async Task Report_OnAScreen_HasNoOverlappingTextsAndDoesNotScrollSideways(int contestants, int width)
    {
        string[] names = [.. Enumerable.Range(1, contestants).Select(i => $"WWW contestant {i:00} with a MUCH too long name (70B)")];

        var result = await MeasureAsync(await HtmlReport.RenderAsync(SampleReports.Create(names)), width);

        Assert.Empty(result.GetProperty("overlaps").EnumerateArray().Select(pair => pair.GetString()));
        Assert.True(result.GetProperty("sideways").GetInt32() <= 0);
        Assert.Equal(0, result.GetProperty("loaded").GetInt32());
        Assert.Equal(result.GetProperty("figures").GetInt32(), result.GetProperty("visible").GetInt32());
    }

    [Theory]
    [InlineData(1200)]
    [InlineData(390)]
    public async Task Audit_OnAScreen_HasNoOverlappingTextsAndDoesNotScrollSideways(int width)
    {
        string[] judges = ["a judge with a MUCH too long name (70B), WWW", "other"];

        var result = await MeasureAsync(await HtmlReport.RenderAsync(SampleAudits.Create(judges, SampleAudits.Names), DateTimeOffset.UnixEpoch), width);

        Assert.Empty(result.GetProperty("overlaps").EnumerateArray().Select(pair => pair.GetString()));
        Assert.True(result.GetProperty("sideways").GetInt32() <= 0);
        Assert.Equal(0, result.GetProperty("loaded").GetInt32());
        Assert.Equal(result.GetProperty("figures").GetInt32(), result.GetProperty("visible").GetInt32());
    }

    [Fact]
    public async Task Audit_TextsThatAttack_RunNothing()
    {
        const string Attack = "</div></details><script>parent.attacked=1</script><img src=x onerror=parent.attacked=1>";

        var audit = SampleAudits.Create([Attack + "1", Attack + "2"], [Attack + "3", Attack + "4"], [Attack + "5", Attack + "6"], Attack, text: Attack, reason: Attack);
        var result = await MeasureAsync(await HtmlReport.RenderAsync(audit, DateTimeOffset.UnixEpoch), 1200);

        Assert.False(result.GetProperty("attacked").GetBoolean());
    }

    [Fact]
    public async Task Report_NamesThatAttack_RunNothing()
    {
        string[] names = ["<img src=x onerror=parent.attacked=1>", "</svg><script>parent.attacked=1</script>", "\" onload=\"parent.attacked=1"];

        var result = await MeasureAsync(await HtmlReport.RenderAsync(SampleReports.Create(names, tournament: "</title>" + names[1])), 1200);

        Assert.False(result.GetProperty("attacked").GetBoolean());
        Assert.StartsWith("</title></svg><script>", result.GetProperty("title").GetString()!, StringComparison.Ordinal);
    }

    private async Task<JsonElement> MeasureAsync(string report, int width)
    {
        var browser = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(browser is null, "needs chromium: apt-get install chromium");
        var page = _folder.Write(
            "page.html", Page.Replace("$WIDTH$", $"{width}", StringComparison.Ordinal).Replace("$REPORT$", JsonSerializer.Serialize(report), StringComparison.Ordinal));
        using var process = Process.Start(new ProcessStartInfo(
            browser,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={_folder.PathOf("profile")}", "--window-size=1400,1000",
                "--virtual-time-budget=20000", "--dump-dom", new Uri(page).AbsoluteUri,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            var dom = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            var result = Result().Match(dom);
            Assert.True(result.Success, await error);
            using var document = JsonDocument.Parse(WebUtility.HtmlDecode(result.Groups[1].Value));
            return document.RootElement.Clone();
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex("data-result=\"([^\"]*)\"")]
    private static partial Regex Result();
}
