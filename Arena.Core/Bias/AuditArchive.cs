using System.Reflection;
using System.Text.Json;
using Arena.Core.Storage;

namespace Arena.Core.Bias;

/// <summary>
/// Finished audits in the store, so that what was found is shown without planning or judging anything again. Of a tournament the last one is kept, beside the
/// audit's judgments. It is as it was found: a tournament that changed since has another audit only when that is made again.
/// </summary>
public static class AuditArchive
{
    /// <summary>Changes with what is kept; what another number wrote is not read.</summary>
    private const int Format = 1;

    private const string Source = "audit", Model = "bias";

    private static readonly string Version =
        typeof(AuditArchive).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The name under which the store keeps the audit of a tournament.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    public static string NameOf(string tournament) => $"{tournament} audit";

    /// <summary>Keeps an audit in place of the former one of its tournament.</summary>
    /// <param name="store">The store; it holds the audit's judgments.</param>
    /// <param name="audit">What was found.</param>
    /// <param name="cancellationToken">Cancels, and nothing is changed.</param>
    /// <exception cref="BadInputException">The store cannot be written, or has no tournament of the audit's judgments.</exception>
    public static Task KeepAsync(ArenaStore store, TournamentAudit audit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(audit);
        return store.KeepFitAsync(NameOf(audit.Tournament), Write(audit), cancellationToken);
    }

    /// <summary>Reads the audit of a tournament.</summary>
    /// <param name="store">The store.</param>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The audit; null where none is kept.</returns>
    /// <exception cref="BadInputException">The store cannot be read.</exception>
    public static async Task<KeptAudit?> ReadAsync(ArenaStore store, string tournament, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await store.FindFitAsync(NameOf(tournament), Source, Model, cancellationToken).ConfigureAwait(false) is { } fit ? Read(fit) : null;
    }

    internal static StoredFit Write(TournamentAudit audit) => new(
        Source,
        Model,
        JsonSerializer.Serialize(new KeptAuditForm(Format, Version), KeptAuditJson.Columns.KeptAuditForm),
        audit.Seed,
        JsonSerializer.Serialize(KeptAuditBody.Of(audit), KeptAuditJson.Columns.KeptAuditBody));

    internal static KeptAudit Read(StoredFit fit)
    {
        try
        {
            var form = JsonSerializer.Deserialize(fit.Parameters, KeptAuditJson.Columns.KeptAuditForm);
            return new(
                form is { Format: Format } ? JsonSerializer.Deserialize(fit.Result, KeptAuditJson.Columns.KeptAuditBody)?.ToAudit() : null,
                form?.Arena ?? "unknown",
                fit.CreatedAt);
        }
        catch (JsonException)
        {
            return new(null, "unknown", fit.CreatedAt);
        }
    }
}
