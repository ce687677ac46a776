using System.Globalization;
using Arena.Web.Site.Data;
using Arena.Web.Site.Safety;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Arena.Web.Site.Texts;

/// <summary>Whole texts, as plain as they are.</summary>
internal static class TextEndpoints
{
    public static void Map(IEndpointRouteBuilder site)
    {
        var texts = site.MapGroup("/t/{tournament}").WithMetadata(ReadingCache.Mark).ExcludeFromDescription();
        texts.MapGet("/prompts/{prompt}/text", async (string tournament, string prompt, SiteData data, CancellationToken cancelled) =>
            Plain(await data.ReadAsync((store, token) => store.ReadPromptAsync(SitePath.Name(tournament), SitePath.Name(prompt), token), cancelled).ConfigureAwait(false) is { } found
                ? [.. found.System is null ? [] : new[] { found.System }, .. found.Turns]
                : null));
        texts.MapGet("/prompts/{prompt}/responses/{contestant}", async (string tournament, string prompt, string contestant, SiteData data, CancellationToken cancelled) =>
            Plain(await data.ReadAsync(
                (store, token) => store.ReadResponsesOfAsync(SitePath.Name(tournament), SitePath.Name(prompt), SitePath.Name(contestant), token), cancelled).ConfigureAwait(false) is [var response, ..]
                ? response.Turns
                : null));
        texts.MapGet("/judgments/{id:int}/text", async (string tournament, int id, SiteData data, CancellationToken cancelled) =>
            Plain(await data.ReadAsync(
                async (store, token) => await store.FindPromptAsync(SitePath.Name(tournament), id, token).ConfigureAwait(false) is { } prompt
                    && (await store.ReadJudgmentsOfAsync(SitePath.Name(tournament), prompt, token).ConfigureAwait(false)).FirstOrDefault(judgment => judgment.Id == id)?.Judgment.Text is { } text
                    ? (string[])[text]
                    : null,
                cancelled).ConfigureAwait(false)));
    }

    private static IResult Plain(IReadOnlyList<string>? turns) => turns is null
        ? throw PageException.NotFound("There is no such text", "The prompt, response or judgment is not in this tournament, or counts no more.")
        : Results.Text(turns.Count == 1 ? turns[0] : string.Join("\n\n", turns.Select((turn, i) => string.Create(CultureInfo.InvariantCulture, $"--- {i + 1} ---\n{turn}"))), "text/plain; charset=utf-8");
}
