using System.Text;
using System.Text.Json;
using Arena.Core.Reports;
using Arena.Web.Reports;
using Arena.Web.Site.Data;
using Arena.Web.Site.Layout;
using Arena.Web.Site.Safety;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Arena.Web.Site.Leaderboards;

/// <summary>A leaderboard as a file to keep, at the page's choices.</summary>
internal static class LeaderboardEndpoints
{
    /// <summary>The endings of files.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["csv", "json", "svg"];

    public static void Map(IEndpointRouteBuilder site) =>
        site.MapGet("/t/{tournament}/leaderboard.{format}", SendAsync).WithMetadata(ReadingCache.Mark).ExcludeFromDescription();

    private static async Task SendAsync(HttpContext context, string tournament, string format, SiteData data)
    {
        tournament = SitePath.Name(tournament);
        var asked = context.Request.Query;
        var sources = await LeaderboardView.SourcesAsync(data, tournament, context.RequestAborted).ConfigureAwait(false);
        var query = LeaderboardQuery.Of(sources, asked["protocol"], asked["judge"], asked["model"], asked["category"], asked["control"]);
        var view = (await LeaderboardView.ReadAsync(data, tournament, query, context.RequestAborted).ConfigureAwait(false)).Value;
        var (text, type) = format switch
        {
            "csv" => (CsvReport.Write(tournament, LeaderboardSource.BasisOf(query.Protocol), query.Category ?? "", view.Leaderboard), "text/csv; charset=utf-8"),
            "json" => (JsonSerializer.Serialize(view.Document, SiteJson.Default.LeaderboardDocument) + "\n", "application/json"),
            "svg" => (await DrawAsync(view).ConfigureAwait(false), "image/svg+xml"),
            _ => throw PageException.NotFound("There is no such file", $"A leaderboard can be had as {string.Join(", ", Formats)}."),
        };
        context.Response.ContentType = type;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"leaderboard-{query.Protocol}.{format}\"";
        if (format == "svg")
        {
            context.Response.Headers.ContentSecurityPolicy = ContentPolicy.Drawing;
        }

        await context.Response.WriteAsync(text, Encoding.UTF8, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The page's drawing by itself, with the style that it has there.</summary>
    private static async Task<string> DrawAsync(LeaderboardView view)
    {
        var html = await HtmlReport.RenderAsync<LeaderboardPlot>(new Dictionary<string, object?>
        {
            [nameof(LeaderboardPlot.Name)] = "Leaderboard",
            [nameof(LeaderboardPlot.Leaderboard)] = view.Leaderboard,
            [nameof(LeaderboardPlot.TableId)] = "none",
        }).ConfigureAwait(false);
        var (start, end) = (html.IndexOf("<svg ", StringComparison.Ordinal), html.IndexOf("</svg>", StringComparison.Ordinal));
        return start < 0
            ? throw PageException.NotFound("There is nothing to draw", "Nobody on this leaderboard has a rating.")
            : $"<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\" {html[(start + 5)..html.IndexOf('>', start)]}><style>{Asset.Text("report.css")}</style>{html[(html.IndexOf('>', start) + 1)..end]}</svg>\n";
    }
}
