using System.Globalization;

namespace Arena.Core.Storage;

public sealed partial class ArenaStore
{
    /// <summary>Begins to watch the store for changes.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<StoreWatch> WatchAsync(CancellationToken cancellationToken = default) =>
        new(await _file.OpenAsync(cancellationToken).ConfigureAwait(false));

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
                using var judgments = new Statement(connection, """
                    SELECT COUNT(*), MAX(id), SUM(is_superseded), COUNT(failure_reason) FROM judgments WHERE prompt_id BETWEEN ?1 AND ?2
                    """);
                judgments.Bind(names.FirstPrompt, names.LastPrompt);
                judgments.Read();
                using var votes = new Statement(connection, "SELECT COUNT(*), MAX(id) FROM votes WHERE tournament_id = ?1");
                votes.Bind(names.Tournament);
                votes.Read();
                using var responses = new Statement(connection, "SELECT COUNT(*), MAX(id), SUM(text_id) FROM responses WHERE prompt_id BETWEEN ?1 AND ?2");
                responses.Bind(names.FirstPrompt, names.LastPrompt);
                responses.Read();
                using var fits = new Statement(connection, "SELECT COUNT(*), MAX(id) FROM fits WHERE tournament_id = ?1");
                fits.Bind(names.Tournament);
                fits.Read();
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{names.Tournament}.{judgments.Int(0)}.{judgments.Int(1)}.{judgments.Int(2)}.{judgments.Int(3)}.{votes.Int(0)}.{votes.Int(1)}.{responses.Int(0)}.{responses.Int(1)}.{responses.Double(2)}.{fits.Int(0)}.{fits.Int(1)}.{names.Prompts.Count}.{names.Contestants.Count}");
            },
            cancellationToken);
}
