using System.Globalization;

namespace Arena.Core.Storage;

public sealed partial class ArenaStore
{
    /// <summary>Begins to watch the store for changes.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<StoreWatch> WatchAsync(CancellationToken cancellationToken = default) => _database.WatchAsync(cancellationToken);

    /// <summary>
    /// A text that is another one whenever the judgments, votes, kept results or contents of a tournament are, so that what was computed from them can be kept. It is a pass over
    /// the tournament's judgments: ask only when <see cref="StoreWatch"/> saw a write.
    /// </summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<string> ReadStampAsync(string tournament, CancellationToken cancellationToken = default) =>
        UseConnectionAsync(
            connection =>
            {
                var names = StoreNames.Read(connection, tournament, Unknown);
                return string.Join('.', [
                    $"{names.Tournament}.{names.Prompts.Count}.{names.Contestants.Count}",
                    Numbers("SELECT COUNT(*), MAX(id), COUNT(*) FILTER (WHERE is_superseded), COUNT(failure_reason) FROM judgments WHERE prompt_id BETWEEN ?1 AND ?2", 4, names.FirstPrompt, names.LastPrompt),
                    Numbers("SELECT COUNT(*), MAX(id) FROM votes WHERE tournament_id = ?1", 2, names.Tournament),
                    Numbers("SELECT COUNT(*), MAX(id), SUM(text_id) FROM responses WHERE prompt_id BETWEEN ?1 AND ?2", 3, names.FirstPrompt, names.LastPrompt),
                    Numbers("SELECT COUNT(*), MAX(id) FROM fits WHERE tournament_id = ?1", 2, names.Tournament),
                ]);

                string Numbers(string sql, int count, params ReadOnlySpan<object?> values)
                {
                    using var row = connection.Prepare(sql);
                    row.Bind(values);
                    row.Read();
                    return string.Join('.', Enumerable.Range(0, count).Select(column => row.DoubleOrNull(column)?.ToString("F0", CultureInfo.InvariantCulture)));
                }
            },
            cancellationToken);
}
