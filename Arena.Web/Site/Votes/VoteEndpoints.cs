using System.Globalization;
using Arena.Core.Storage;
using Arena.Web.Site.Data;
using Arena.Web.Site.Safety;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Arena.Web.Site.Votes;

/// <summary>Takes votes and tokens of those who vote, and hands out whole texts without saying whose they are.</summary>
internal static class VoteEndpoints
{
    public const string Cast = "cast", Enter = "enter", Text = "text";

    /// <summary>What the buttons of the page send.</summary>
    public static string NameOf(VoteChoice choice) => choice switch { VoteChoice.Left => "left", VoteChoice.Right => "right", VoteChoice.Tie => "tie", _ => "both_bad" };

    public static void Map(IEndpointRouteBuilder site)
    {
        var votes = site.MapGroup("/t/{tournament}/vote").ExcludeFromDescription();
        votes.MapPost(Cast, CastAsync);
        votes.MapPost(Enter, EnterAsync).RequireRateLimiting(Limits.Writing);
        votes.MapGet(Text, TextAsync);

        // Where a browser loads again what it has sent.
        votes.MapGet(Cast, (string tournament, HttpContext context) => SeeOther(context, PageOf(tournament)));
        votes.MapGet(Enter, (string tournament, HttpContext context) => SeeOther(context, PageOf(tournament)));
    }

    private static async Task CastAsync(string tournament, HttpContext context, VoteDesk desk, VoterPass voters, IAntiforgery antiforgery)
    {
        voters.RequireOpen();
        var voter = voters.VoterOf(context, give: false);
        desk.Limit(context, voter);
        var form = await ReadAsync(context, antiforgery).ConfigureAwait(false);
        if (voter is null)
        {
            throw new PageException(401, "Nobody knows who votes", "This vote was not counted. Load the page of votes again, with cookies allowed; it asks for a token where one is needed.");
        }

        var offer = desk.Read(form["offer"], SitePath.Name(tournament), voter);
        if (Enum.GetValues<VoteChoice>().Where(known => NameOf(known) == form["choice"]).Select(known => (VoteChoice?)known).FirstOrDefault() is not { } choice)
        {
            throw PageException.BadRequest("That was not understood", "Nothing was counted. Vote by one of the four buttons of the page of votes.");
        }

        var receipt = await desk.CastAsync(offer, choice).ConfigureAwait(false);
        if (receipt == VoteReceipt.TextsChanged)
        {
            throw new PageException(409, "The texts have changed", "While you were reading, the prompt or a response became another one. Nothing was counted. Load the page of votes again and vote on what it shows.");
        }

        SeeOther(context, SitePath.With(
            PageOf(tournament), ("voted", VoteDesk.VoteOf(offer, choice).Id), ("again", receipt == VoteReceipt.CountedBefore ? "1" : null), ("view", form["view"] == "plain" ? "plain" : null)));
    }

    private static async Task EnterAsync(string tournament, HttpContext context, VoterPass voters, IAntiforgery antiforgery)
    {
        voters.RequireOpen();
        var form = await ReadAsync(context, antiforgery).ConfigureAwait(false);
        var isRight = voters.TryEnter(context, form["token"]);
        SeeOther(context, SitePath.With(PageOf(tournament), ("wrong", isRight ? null : "1")));
    }

    private static async Task<IResult> TextAsync(string tournament, string? offer, string? side, HttpContext context, VoteDesk desk, VoterPass voters, SiteData data)
    {
        voters.RequireOpen();
        var shown = desk.Read(offer, SitePath.Name(tournament), voters.VoterOf(context, give: false));
        var pair = await data.ReadAsync(
            (store, token) => store.ReadVotePairAsync(shown.Tournament, shown.Prompt, shown.Left, shown.Right, token), context.RequestAborted).ConfigureAwait(false);
        var turns = (side, pair) switch
        {
            ("left", { }) => pair.Left.Turns,
            ("right", { }) => pair.Right.Turns,
            ("prompt", { }) => [.. pair.Prompt.System is { } system ? [system] : Array.Empty<string>(), .. pair.Prompt.Turns],
            _ => throw PageException.NotFound("There is no such text", "It was changed or is gone. Load the page of votes again."),
        };
        context.Response.Headers.CacheControl = "no-store";
        return Results.Text(
            turns.Count == 1 ? turns[0] : string.Join("\n\n", turns.Select((turn, i) => string.Create(CultureInfo.InvariantCulture, $"--- {i + 1} ---\n{turn}"))),
            "text/plain; charset=utf-8");
    }

    private static async Task<IFormCollection> ReadAsync(HttpContext context, IAntiforgery antiforgery)
    {
        try
        {
            if (context.Request.HasFormContentType && await antiforgery.IsRequestValidAsync(context).ConfigureAwait(false))
            {
                return await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (InvalidDataException)
        {
            // Too many fields, or too long ones.
        }

        throw PageException.BadRequest(
            "That was not understood",
            "Nothing was counted. The page of votes needs cookies, and it may have been open since before the site was started anew: load it again and vote on what it shows.");
    }

    private static string PageOf(string segment) => SitePath.Of(SitePath.Name(segment), "vote");

    private static void SeeOther(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
    }
}
