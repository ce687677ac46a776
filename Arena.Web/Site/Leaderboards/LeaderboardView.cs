using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.Reports;
using Arena.Core.Storage;
using Arena.Web.Site.Data;

namespace Arena.Web.Site.Leaderboards;

/// <summary>A leaderboard and the battles behind it added up: all that the pages show of them.</summary>
/// <param name="Query">Which leaderboard.</param>
/// <param name="Leaderboard">The contestants.</param>
/// <param name="HeadToHead">Who took how much from whom.</param>
/// <param name="Document">The same as JSON.</param>
/// <param name="Warnings">What a reader must know before the numbers.</param>
public sealed record LeaderboardView(
    LeaderboardQuery Query, Leaderboard Leaderboard, HeadToHead HeadToHead, LeaderboardDocument Document, IReadOnlyList<string> Warnings)
{
    /// <summary>Reads what verdicts there are.</summary>
    /// <param name="data">The store.</param>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<VerdictSources> SourcesAsync(SiteData data, string tournament, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        return (await data.KeepAsync(tournament, null, 1 << 14, (store, token) => store.ReadSourcesAsync(tournament, token), cancellationToken).ConfigureAwait(false)).Value;
    }

    /// <summary>Gives a leaderboard, fitting it only where the battles changed since the last time.</summary>
    /// <param name="data">The store.</param>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="query">Which leaderboard.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="PageException">The battles allow none.</exception>
    public static Task<Kept<LeaderboardView>> ReadAsync(SiteData data, string tournament, LeaderboardQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(query);
        return data.KeepAsync(tournament, query, 2 << 20, (store, token) => FitAsync(store, tournament, query, token), cancellationToken);
    }

    private static async Task<LeaderboardView> FitAsync(ArenaStore store, string tournament, LeaderboardQuery query, CancellationToken cancellationToken)
    {
        var source = await LeaderboardSource.ReadAsync(store, tournament, query.Protocol, query.Judge, new HashSet<string>(), cancellationToken).ConfigureAwait(false)
            ?? throw PageException.NotFound("There are no such verdicts", "All judgments of this choice failed, so there is nothing to rank. The page of judgments says why.");
        try
        {
            source = query.ControlsStyle ? await source.WithStylesAsync(store, tournament, cancellationToken).ConfigureAwait(false) : source;
        }
        catch (BadInputException e)
        {
            throw PageException.NotFound("Style cannot be held constant here", $"The style of some responses is not known: {e.Reason}.");
        }

        var battles = source.Battles;
        if (query.Category is { } category)
        {
            var categories = battles.Categories;
            battles = battles.Where(row => categories is not null && categories.Codes[row] is >= 0 and var code && categories.Names[code] == category);
            if (battles.Count == 0)
            {
                throw PageException.NotFound("There are no such verdicts", $"None of these verdicts is in the category “{category}”.");
            }
        }

        try
        {
            var leaderboard = Leaderboard.Create(battles, Rating.Fit(battles, query.OptionsFor(battles.Count), null, cancellationToken));
            return new LeaderboardView(
                query,
                leaderboard,
                new HeadToHead(battles, [.. leaderboard.Entries.Select(entry => entry.Name)]),
                LeaderboardDocument.From(leaderboard, query.Category is null ? source : source with { Scores = null }),
                [.. source.Warnings]);
        }
        catch (ArgumentException e) when (e.GetType() == typeof(ArgumentException))
        {
            // Kinds of it, such as an index out of range, are bugs of ours and no fault of the battles.
            throw PageException.NotFound("These battles allow no such leaderboard", $"{e.Message.TrimEnd('.')}.");
        }
    }
}
