namespace Arena.Core.Storage;

public sealed partial class ArenaStore
{
    private const string OfTournament = "prompt_id BETWEEN ?1 AND ?2 AND NOT is_superseded AND prompt_id IN (SELECT id FROM prompts WHERE tournament_id = ?3)";

    /// <summary>What verdicts a tournament holds.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<VerdictSources> ReadSourcesAsync(string tournament, CancellationToken cancellationToken = default)
    {
        var judges = await ReadJudgeTalliesAsync(tournament, cancellationToken).ConfigureAwait(false);
        return await UseConnectionAsync(
            connection =>
            {
                var names = StoreNames.Read(connection, tournament, Unknown);
                using var votes = connection.Prepare($"SELECT 1 FROM votes WHERE {Where(BattleSource.Humans)} LIMIT 1");
                var categories = new SortedSet<string>(names.Prompts.Values.Select(prompt => prompt.Category).OfType<string>(), StringComparer.Ordinal);
                using var labels = connection.Prepare("SELECT name FROM labels WHERE id IN (SELECT category_id FROM votes WHERE tournament_id = ?1)");
                labels.Bind(names.Tournament);
                while (labels.Read())
                {
                    categories.Add(labels.Text(0));
                }

                return new VerdictSources(Of(Protocol.Pairwise), Of(Protocol.Pointwise), votes.Number(names.Tournament) is not null, [.. categories]);
            },
            cancellationToken).ConfigureAwait(false);

        IReadOnlyList<string> Of(Protocol protocol) => [.. judges.Where(tally => tally.Protocol == protocol).Select(tally => tally.Judge)];
    }

    /// <summary>How much each judge contributed, by name and protocol.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<JudgeTally>> ReadJudgeTalliesAsync(string tournament, CancellationToken cancellationToken = default) =>
        UseConnectionAsync<IReadOnlyList<JudgeTally>>(
            connection =>
            {
                var names = StoreNames.Read(connection, tournament, Unknown);
                var tallies = new Dictionary<(string Judge, Protocol Protocol), JudgeTally>();
                using var judgments = connection.Prepare($"""
                    SELECT judge_id, second_id IS NULL, COUNT(*), COUNT(failure_reason), SUM(tokens), SUM(seconds) FROM judgments
                    WHERE {OfTournament} GROUP BY 1, 2
                    """);
                judgments.Bind(names.FirstPrompt, names.LastPrompt, names.Tournament);
                while (judgments.Read())
                {
                    var judge = names.Judges[judgments.Int(0)];
                    var protocol = ProtocolOf(judgments);
                    tallies.Add((judge, protocol), new JudgeTally(
                        judge,
                        protocol,
                        judgments.Int(2),
                        judgments.Int(3),
                        0,
                        (long?)judgments.DoubleOrNull(4),
                        judgments.DoubleOrNull(5)));
                }

                using var battles = connection.Prepare($"SELECT judge_id, COUNT(*) FROM votes WHERE {Where(BattleSource.Judges)} GROUP BY 1");
                battles.Bind(names.Tournament);
                while (battles.Read())
                {
                    var key = (Judge: names.Judges[battles.Int(0)], Protocol: Protocol.Pairwise);
                    var tally = tallies.GetValueOrDefault(key) ?? new JudgeTally(key.Judge, key.Protocol, 0, 0, 0, null, null);
                    tallies[key] = tally with { RecordedBattles = battles.Int(1) };
                }

                return [.. tallies.Values.OrderBy(tally => tally.Judge, StringComparer.Ordinal).ThenBy(tally => tally.Protocol)];
            },
            cancellationToken);

    /// <summary>Why judgments failed: by judge and protocol, the most frequent reason first.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<FailureTally>> ReadFailuresAsync(string tournament, CancellationToken cancellationToken = default) =>
        UseConnectionAsync<IReadOnlyList<FailureTally>>(
            connection =>
            {
                var names = StoreNames.Read(connection, tournament, Unknown);
                var failures = new List<FailureTally>();
                using var row = connection.Prepare($"""
                    SELECT judge_id, second_id IS NULL, COUNT(*), failure_reason FROM judgments
                    WHERE {OfTournament} AND failure_reason IS NOT NULL GROUP BY 1, 2, 4
                    """);
                row.Bind(names.FirstPrompt, names.LastPrompt, names.Tournament);
                while (row.Read())
                {
                    var reason = row.Text(3);
                    failures.Add(new FailureTally(names.Judges[row.Int(0)], ProtocolOf(row), FailureTally.KindOf(reason), row.Int(2), reason));
                }

                return
                [
                    .. failures
                        .GroupBy(failure => (failure.Judge, failure.Protocol, failure.Reason))
                        .Select(group => group.MinBy(failure => failure.Example, StringComparer.Ordinal)! with { Count = group.Sum(failure => failure.Count) })
                        .OrderBy(failure => failure.Judge, StringComparer.Ordinal)
                        .ThenBy(failure => failure.Protocol)
                        .ThenByDescending(failure => failure.Count)
                        .ThenBy(failure => failure.Reason, StringComparer.Ordinal),
                ];
            },
            cancellationToken);

    private static Protocol ProtocolOf(Statement row) => row.Bool(1) ? Protocol.Pointwise : Protocol.Pairwise;
}
