using System.Text.Json;
using Arena.Web.Site.Layout;

namespace Arena.Tests.Web.Site;

/// <summary>What docs/site.md shows pictures of: the pages that the header lists, and some that they lead to. Another is added by a line.</summary>
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
            .. Navigation.Pages.Select(page => (page.Part.Length == 0 ? "leaderboard" : page.Part, page.Part.Length == 0 ? tournament : $"{tournament}/{page.Part}")),
            ("contestant", $"{tournament}/contestants/{best}"),
            ("prompt", $"{tournament}/prompts/{Uri.EscapeDataString(flip.GetProperty("prompt").GetString()!)}"),
            ("judgment", $"{tournament}/judgments/{flip.GetProperty("orders")[0].GetProperty("id").GetInt32()}"),
        ];
    }

    private static async Task<JsonElement> GetAsync(TestSite site, string path)
    {
        using var document = JsonDocument.Parse(await site.Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }
}
