using System.ComponentModel;
using Arena.Core.Ratings;
using Arena.Core.Reports;
using Arena.Web.Site.Data;
using Arena.Web.Site.Judgments;
using Arena.Web.Site.Leaderboards;
using Arena.Web.Site.Runs;
using Arena.Web.Site.Safety;
using Arena.Web.Site.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;

namespace Arena.Web.Site.Api;

/// <summary>What the pages show, as JSON. Reading only.</summary>
internal static class ApiEndpoints
{
    /// <summary>Name of the description, which is at <c>/api/openapi.json</c>.</summary>
    public const string Name = "openapi";

    private const string OfTournament = "The tournament's name; what an address cannot hold stands in it as ~ and four hexadecimal digits, as in the addresses of pages.";

    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/", StringComparison.Ordinal) ?? false;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new()
            {
                Title = "Arena",
                Version = TournamentReport.Version.Split('+')[0],
                Description = "What the site's pages show, to read. Names stand in addresses as the pages write them; every answer but that of runs has an ETag that changes with the store.",
            };
            return Task.CompletedTask;
        });
    }

    public static void Map(IEndpointRouteBuilder site)
    {
        site.MapOpenApi("/api/{documentName}.json");
        site.MapGet("/api", () => Results.Redirect("/api/openapi.json")).ExcludeFromDescription();
        var all = site.MapGroup("/api/tournaments").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        var api = all.MapGroup("").WithMetadata(ReadingCache.Mark);
        api.MapGet("", async (SiteData data, CancellationToken cancelled) =>
            TypedResults.Ok<IReadOnlyList<TournamentEntry>>([.. (await data.TournamentsAsync(cancelled).ConfigureAwait(false)).Select(TournamentEntry.From)]))
            .WithSummary("The tournaments and how much they hold.");
        api.MapGet("/{tournament}/leaderboard", async ([Description(OfTournament)] string tournament, [AsParameters] LeaderboardAddress address, SiteData data, CancellationToken cancelled) =>
            TypedResults.Ok((await ReadAsync(tournament, address, data, cancelled).ConfigureAwait(false)).Document))
            .WithSummary("A leaderboard, as `arena leaderboard --json` prints it.").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/{tournament}/head-to-head", async ([Description(OfTournament)] string tournament, [AsParameters] LeaderboardAddress address, SiteData data, CancellationToken cancelled) =>
            TypedResults.Ok<IReadOnlyList<PairEntry>>([.. PairsOf(await ReadAsync(tournament, address, data, cancelled).ConfigureAwait(false))]))
            .WithSummary("Every pair that met: battles, the share of the points that the first took, and what the ratings foretell.").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/{tournament}/judgments", async ([Description(OfTournament)] string tournament, [AsParameters] JudgmentAddress address, SiteData data, HttpContext context, CancellationToken cancelled) =>
        {
            await data.RequireAsync(SitePath.Name(tournament), cancelled).ConfigureAwait(false);
            var query = address.ToQuery();
            var search = await data.ReadAsync((store, token) => JudgmentSearch.RunAsync(store, SitePath.Name(tournament), query, token), cancelled).ConfigureAwait(false);
            return TypedResults.Ok(JudgmentsPage.From(search, query, context.Request.Path.ToUriComponent()));
        }).WithSummary("Judgments, both orders of a pair together, a page at a time.").ProducesProblem(StatusCodes.Status404NotFound);

        // Not kept: a process that dies changes what is said of its run, and writes nothing.
        all.MapGet("/{tournament}/runs", async ([Description(OfTournament)] string tournament, SiteData data, SiteWorkforce workers, CancellationToken cancelled) =>
            TypedResults.Ok(RunsDocument.From(await RunsView.ReadAsync(data, workers, SitePath.Name(tournament), cancelled).ConfigureAwait(false))))
            .WithSummary("The runs, the latest first, how far the living one is, and the workers where it is shared out.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<LeaderboardView> ReadAsync(string tournament, LeaderboardAddress address, SiteData data, CancellationToken cancellationToken)
    {
        var name = SitePath.Name(tournament);
        var sources = await LeaderboardView.SourcesAsync(data, name, cancellationToken).ConfigureAwait(false);
        var query = LeaderboardQuery.Of(sources, address.Protocol, address.Judge, address.Model, address.Category, address.Control);
        return (await LeaderboardView.ReadAsync(data, name, query, cancellationToken).ConfigureAwait(false)).Value;
    }

    private static IEnumerable<PairEntry> PairsOf(LeaderboardView view)
    {
        var table = view.HeadToHead;
        var places = view.Leaderboard.Fit.Contestants.Index().ToDictionary(contestant => contestant.Item, contestant => contestant.Index, StringComparer.Ordinal);
        for (var i = 0; i < table.Contestants.Count; i++)
        {
            for (var j = i + 1; j < table.Contestants.Count; j++)
            {
                if (table.Share(i, j) is { } share)
                {
                    var (first, second) = (table.Contestants[i], table.Contestants[j]);
                    var expected = ExpectedShare.Of(view.Leaderboard.Fit, places[first], places[second]);
                    yield return new PairEntry(first, second, table.Battles(i, j), Math.Round(share, 5), expected is { } foretold ? Math.Round(foretold, 5) : null);
                }
            }
        }
    }
}
