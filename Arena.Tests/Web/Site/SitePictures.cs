using System.Text.Json;

namespace Arena.Tests.Web.Site;

/// <summary>What docs/site.md shows pictures of: a page is added by a line.</summary>
internal static class SitePictures
{
    /// <summary>The pages by the names of their pictures.</summary>
    /// <param name="site">A site; what its pages are about is asked of its API.</param>
    public static async Task<IReadOnlyList<(string Name, string Path)>> PagesAsync(TestSite site)
    {
        var name = Uri.EscapeDataString((await GetAsync(site, "/api/tournaments"))[0].GetProperty("name").GetString()!);
        var (tournament, api) = ($"/t/{name}", $"/api/tournaments/{name}");
        var best = Uri.EscapeDataString((await GetAsync(site, $"{api}/leaderboard")).GetProperty("leaderboard")[0].GetProperty("name").GetString()!);
        var flip = (await GetAsync(site, $"{api}/judgments?show=flips")).GetProperty("comparisons")[0];
        return
        [
            ("tournaments", "/"),
            ("leaderboard", tournament),
            ("pairs", $"{tournament}/pairs"),
            ("contestants", $"{tournament}/contestants"),
            ("contestant", $"{tournament}/contestants/{best}"),
            ("prompts", $"{tournament}/prompts"),
            ("prompt", $"{tournament}/prompts/{Uri.EscapeDataString(flip.GetProperty("prompt").GetString()!)}"),
            ("judgments", $"{tournament}/judgments?show=flips"),
            ("judgment", $"{tournament}/judgments/{flip.GetProperty("orders")[0].GetProperty("id").GetInt32()}"),
            ("runs", $"{tournament}/runs"),
        ];
    }

    private static async Task<JsonElement> GetAsync(TestSite site, string path)
    {
        using var document = JsonDocument.Parse(await site.Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }
}
