using System.Runtime.CompilerServices;
using Arena.Core.Formats;
using Arena.Core.Ratings;
using Arena.Core.Storage;

namespace Arena.Core.Tournaments;

/// <summary>Brings published files into a tournament: a file, or all of a folder that is in a known form.</summary>
public static class TournamentImport
{
    /// <summary>
    /// Imports a file or a folder. Each file is stored wholly or not at all; in a folder, those before a bad one stay. Importing
    /// again changes nothing.
    /// </summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="format">The form the files have. In a folder, files in another form are left out.</param>
    /// <param name="tournament">Name of the tournament; it is made where there is none.</param>
    /// <param name="store">Where to.</param>
    /// <param name="readBattles">Reads a file of battles: CSV, JSONL or Parquet.</param>
    /// <param name="progress">Told of every file before it is read; null where nobody asks.</param>
    /// <param name="cancellationToken">Cancels; the file in hand is not stored.</param>
    /// <exception cref="BadInputException">
    /// A file cannot be used or contradicts what is stored; or nothing at the path is in a known form.
    /// </exception>
    public static async Task<ImportResult> ImportAsync(
        string path,
        ImportFormat format,
        string tournament,
        ArenaStore store,
        Func<string, BattleTable> readBattles,
        IProgress<ImportProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(readBattles);
        var skipped = new List<ImportSkip>();
        var files = await PublishedForms.FindAsync(
            path, format, (file, reason) => skipped.Add(new ImportSkip(file, "file", 1, reason)), cancellationToken).ConfigureAwait(false);
        var imported = default(ImportCounts);
        foreach (var (index, file) in files.Index())
        {
            progress?.Report(new ImportProgress(file.Path, index + 1, files.Count));
            var reasons = new Dictionary<string, int>(StringComparer.Ordinal);
            var change = file.Format == ImportFormat.Battles
                ? await store.ImportBattlesAsync(tournament, readBattles(file.Path), Path.GetFileName(file.Path), cancellationToken)
                    .ConfigureAwait(false)
                : await store.ImportAsync(tournament, ReadAsync(file, reasons, cancellationToken), cancellationToken)
                    .ConfigureAwait(false);
            imported += change.Added;
            skipped.AddRange(reasons.Select(reason => new ImportSkip(file.Path, "records", reason.Value, reason.Key)));
            skipped.AddRange(AlreadyThere(file.Path, change));
        }

        return new ImportResult(imported, skipped);
    }

    private static async IAsyncEnumerable<ImportRecord> ReadAsync(
        PublishedFile file, Dictionary<string, int> reasons, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in PublishedForms.ReadAsync(file.Path, file.Format, cancellationToken).ConfigureAwait(false))
        {
            if (record.Skipped is { } reason)
            {
                reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
            }

            yield return record;
        }
    }

    private static IEnumerable<ImportSkip> AlreadyThere(string path, StoreChange change)
    {
        // Most files repeat prompts and responses; that is worth a word only where a file brings nothing else.
        var there = change.AlreadyThere;
        var isNews = change.Added != default;
        (string What, int Count)[] found =
        [
            ("prompts", isNews ? 0 : there.Prompts),
            ("responses", isNews ? 0 : there.Responses),
            ("judgments", there.Judgments),
            ("battles", there.Battles),
            ("references", there.References),
        ];
        return found.Where(f => f.Count > 0).Select(f => new ImportSkip(path, f.What, f.Count, "already there"));
    }
}
