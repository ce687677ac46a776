using Arena.Core.Storage;
using Arena.Web.Site.Data;

namespace Arena.Web.Site.Contestants;

/// <summary>Who takes part.</summary>
internal static class ContestantsView
{
    /// <summary>The contestants of a tournament.</summary>
    public static async Task<IReadOnlyList<ContestantLine>> ReadAsync(SiteData data, string tournament, CancellationToken cancellationToken) =>
        (await data.KeepAsync(tournament, null, 1 << 16, (store, token) => store.ReadContestantLinesAsync(tournament, token), cancellationToken).ConfigureAwait(false)).Value;
}
