using Arena.Core.Bias;
using Arena.Web.Site.Data;

namespace Arena.Web.Site.Audits;

/// <summary>The bias audit of a tournament.</summary>
/// <param name="Tournament">The tournament that was audited.</param>
/// <param name="Kept">The audit; null where none is kept.</param>
internal sealed record AuditView(string Tournament, KeptAudit? Kept)
{
    /// <summary>Roughly what one takes: texts of some hundred pairs, each once.</summary>
    private const int Bytes = 16 << 20;

    /// <summary>Gives the audit. The judgments of an audit are a tournament of their own, and its pages lead to the same audit.</summary>
    /// <exception cref="PageException">There is no such tournament, or the store cannot be read.</exception>
    public static async Task<AuditView> ReadAsync(SiteData data, string tournament, CancellationToken cancellationToken)
    {
        var names = await data.TournamentNamesAsync(cancellationToken).ConfigureAwait(false);
        var audited = Audited(names, tournament);
        if (!names.Contains(AuditArchive.NameOf(audited)))
        {
            await data.RequireAsync(tournament, cancellationToken).ConfigureAwait(false);
            return new(audited, null);
        }

        var view = await data.KeepAsync(
            AuditArchive.NameOf(audited),
            null,
            Bytes,
            async (store, token) => new AuditView(audited, await AuditArchive.ReadAsync(store, audited, token).ConfigureAwait(false)),
            cancellationToken).ConfigureAwait(false);
        return view.Value;
    }

    /// <summary>The tournament itself, or that of which its judgments are an audit.</summary>
    private static string Audited(IReadOnlyList<string> names, string tournament)
    {
        var suffix = AuditArchive.NameOf("");
        return tournament.Length > suffix.Length && tournament.EndsWith(suffix, StringComparison.Ordinal) && !names.Contains(AuditArchive.NameOf(tournament))
            ? tournament[..^suffix.Length]
            : tournament;
    }
}
