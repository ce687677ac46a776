using System.Collections;

namespace Arena.Core.Storage;

public sealed partial class ArenaStore
{
    /// <summary>Names the texts of a pair: the prompt's, the left response's, the right one's.</summary>
    internal const string VotingTexts = "p.text_id || '.' || l.text_id || '.' || r.text_id";

    /// <summary>The rows of a pair: parameters are the tournament, the prompt, and who is left and right.</summary>
    internal const string VotingRows =
        """
        FROM tournaments t JOIN prompts p ON p.tournament_id = t.id JOIN texts pt ON pt.id = p.text_id
            JOIN contestants a ON a.tournament_id = t.id JOIN responses l ON l.prompt_id = p.id AND l.contestant_id = a.id JOIN texts lt ON lt.id = l.text_id
            JOIN contestants b ON b.tournament_id = t.id JOIN responses r ON r.prompt_id = p.id AND r.contestant_id = b.id JOIN texts rt ON rt.id = r.text_id
        WHERE t.name = ?1 AND p.name = ?2 AND a.name = ?3 AND b.name = ?4
        """;

    /// <summary>What can be voted on in a tournament.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<VotingField> ReadVotingFieldAsync(string tournament, CancellationToken cancellationToken = default) =>
        UseConnectionAsync(
            connection =>
            {
                var names = StoreNames.Read(connection, tournament, Unknown);
                int[] contestants = [.. names.Contestants.Keys.Order()];
                var numbers = contestants.Index().ToDictionary(contestant => contestant.Item, contestant => contestant.Index);
                using var responses = connection.Prepare("""
                    SELECT prompt_id, contestant_id FROM responses WHERE prompt_id BETWEEN ?1 AND ?2 ORDER BY prompt_id
                    """);
                responses.Bind(names.FirstPrompt, names.LastPrompt);
                var prompts = new List<string>();
                var answered = Array.ConvertAll(contestants, _ => new BitArray(0));
                var (prompt, those) = (0, new List<int>());
                for (var rows = 0; Next(responses, rows, cancellationToken); rows++)
                {
                    if (responses.Int(0) != prompt)
                    {
                        Close();
                        prompt = responses.Int(0);
                    }

                    those.Add(numbers.GetValueOrDefault(responses.Int(1), -1));
                }

                Close();
                foreach (var bits in answered)
                {
                    bits.Length = prompts.Count;
                }

                return new VotingField([.. contestants.Select(contestant => names.Contestants[contestant])], prompts, answered);

                void Close()
                {
                    if (those.Count > 1 && names.Prompts.TryGetValue(prompt, out var found))
                    {
                        foreach (var contestant in those)
                        {
                            if (answered[contestant].Length <= prompts.Count)
                            {
                                answered[contestant].Length = (prompts.Count + 1) * 2;
                            }

                            answered[contestant][prompts.Count] = true;
                        }

                        prompts.Add(found.Name);
                    }

                    those.Clear();
                }
            },
            cancellationToken);

    /// <summary>Goes through the votes of humans in the order in which they were stored.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="after">The number of the vote after which to begin; 0 for all.</param>
    /// <param name="visit">Gets every vote, and whether it says that both are bad.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The number of the last vote.</returns>
    public Task<int> VisitHumanVotesAsync(string tournament, int after, Action<Battle, bool> visit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(visit);
        return UseConnectionAsync(
            connection =>
            {
                using var row = connection.Prepare("""
                    SELECT v.id, a.name, b.name, v.outcome, v.weight, l.name, w.name, v.is_both_bad
                    FROM votes v JOIN contestants a ON a.id = v.first_id JOIN contestants b ON b.id = v.second_id
                        LEFT JOIN labels l ON l.id = v.cluster_id LEFT JOIN labels w ON w.id = v.worker_id
                    WHERE v.tournament_id = (SELECT id FROM tournaments WHERE name = ?1) AND v.id > ?2 AND v.judge_id IS NULL ORDER BY v.id
                    """);
                row.Bind(tournament, after);
                var last = after;
                for (var rows = 0; Next(row, rows, cancellationToken); rows++)
                {
                    last = row.Int(0);
                    visit(
                        new Battle(row.Text(1), row.Text(2), row.Double(3), row.Double(4), row.TextOrNull(5)) { Worker = row.TextOrNull(6) },
                        row.Bool(7));
                }

                return last;
            },
            cancellationToken);
    }

    /// <summary>Two responses to a prompt; null where the tournament does not have all three.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="prompt">The prompt's id.</param>
    /// <param name="left">The contestant whose response is shown left.</param>
    /// <param name="right">The contestant whose response is shown right.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<VotePair?> ReadVotePairAsync(string tournament, string prompt, string left, string right, CancellationToken cancellationToken = default) =>
        UseConnectionAsync(
            connection =>
            {
                using var row = connection.Prepare($"SELECT {VotingTexts}, pt.body, p.reference, p.category, p.language, lt.body, rt.body {VotingRows}");
                row.Bind(tournament, prompt, left, right);
                return row.Read()
                    ? new VotePair(
                        StoreWriter.ReadPrompt(prompt, row.Text(1), row.TextOrNull(2)) with { Category = row.TextOrNull(3), Language = row.TextOrNull(4) },
                        new Response(prompt, left, StoreJson.ReadTexts(row.Text(5))),
                        new Response(prompt, right, StoreJson.ReadTexts(row.Text(6))),
                        row.Text(0))
                    : null;
            },
            cancellationToken);

    /// <summary>A vote that was cast by <see cref="CastVotesAsync"/>; null where there is none.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="id">The vote's <see cref="HumanVote.Id"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The vote; which texts were shown is not remembered.</returns>
    public Task<HumanVote?> FindVoteAsync(string tournament, string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return UseConnectionAsync(
            connection =>
            {
                using var row = connection.Prepare("""
                    SELECT l.name, a.name, b.name, v.outcome, v.is_both_bad, w.name
                    FROM votes v JOIN contestants a ON a.id = v.first_id JOIN contestants b ON b.id = v.second_id
                        JOIN labels l ON l.id = v.cluster_id JOIN labels w ON w.id = v.worker_id
                    WHERE v.tournament_id = (SELECT id FROM tournaments WHERE name = ?1) AND v.key = ?2
                    """);
                row.Bind(tournament, Convert.FromHexString(id));
                return row.Read()
                    ? new HumanVote(
                        row.Text(0),
                        row.Text(1),
                        row.Text(2),
                        "",
                        row.Double(3) switch { 1 => VoteChoice.Left, 0 => VoteChoice.Right, _ => row.Bool(4) ? VoteChoice.BothBad : VoteChoice.Tie },
                        row.Text(5))
                    : null;
            },
            cancellationToken);
    }

    /// <summary>
    /// Stores votes of humans, all or none. A vote counts once, however often it is cast, and only on the texts that were shown. To ratings, agreement and
    /// calibration it is the vote of a human named <see cref="HumanVote.Voter"/>, with the one shown left first.
    /// </summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="votes">The votes.</param>
    /// <param name="cancellationToken">Cancels, and nothing is stored.</param>
    /// <returns>What became of each.</returns>
    public async Task<IReadOnlyList<VoteReceipt>> CastVotesAsync(string tournament, IReadOnlyList<HumanVote> votes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(votes);
        if (!await HasTournamentAsync(tournament, cancellationToken).ConfigureAwait(false))
        {
            return [.. votes.Select(_ => VoteReceipt.TextsChanged)];
        }

        VoteReceipt[] receipts = [];
        await WriteAsync(
            tournament,
            writer =>
            {
                receipts = [.. votes.Select(writer.CastVote)];
                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        return receipts;
    }
}
