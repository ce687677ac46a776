using System.Runtime.CompilerServices;
using Arena.Core.Judging;
using Arena.Core.Ratings;
using Microsoft.EntityFrameworkCore;

namespace Arena.Core.Storage;

public sealed partial class ArenaStore
{
    private const string JudgmentColumns =
        """
        SELECT prompt_id, judge_id, first_id, second_id, verdict, first_win_probability, score, failure_reason, is_order_known,
            repeat, turn, weight, tokens, seconds, probabilities, mass, text
        FROM judgments WHERE prompt_id BETWEEN ?1 AND ?2 AND NOT is_superseded
        """;

    private const string ReadJudgments = $"{JudgmentColumns} ORDER BY prompt_id, key";

    private const string ReadJudgmentsByJudge =
        $"{JudgmentColumns} AND judge_id = (SELECT id FROM judges WHERE fingerprint = ?3) ORDER BY key";

    /// <summary>Whether there is a tournament of a name.</summary>
    /// <param name="tournament">The name.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<bool> HasTournamentAsync(string tournament, CancellationToken cancellationToken = default) =>
        UseContextAsync(context => context.Tournaments.AnyAsync(t => t.Name == tournament, cancellationToken));

    /// <summary>The names of the tournaments, in their order.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<string>> ReadTournamentNamesAsync(CancellationToken cancellationToken = default) =>
        UseContextAsync<IReadOnlyList<string>>(async context =>
            await context.Tournaments.OrderBy(t => t.Name).Select(t => t.Name).ToListAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>The tournaments in the order of their names.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<StoredTournament>> ReadTournamentsAsync(CancellationToken cancellationToken = default) =>
        UseContextAsync<IReadOnlyList<StoredTournament>>(async context => await context.Tournaments
            .OrderBy(t => t.Name)
            .Select(t => new StoredTournament(
                t.Name,
                t.CreatedAt,
                new ImportCounts(
                    context.Prompts.Count(p => p.TournamentId == t.Id),
                    context.Contestants.Count(c => c.TournamentId == t.Id),
                    context.Responses.Count(r => r.Prompt!.TournamentId == t.Id),
                    context.Judgments.Count(j => j.Prompt!.TournamentId == t.Id),
                    context.Votes.Count(v => v.TournamentId == t.Id),
                    0)))
            .ToListAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>The result that is kept of a source and model.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="source">What it rests on.</param>
    /// <param name="model">How it was computed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The result; null where none is kept, or there is no such tournament.</returns>
    public Task<StoredFit?> FindFitAsync(string tournament, string source, string model, CancellationToken cancellationToken = default) =>
        UseContextAsync(context => context.Fits
            .Where(f => f.Tournament!.Name == tournament && f.Source == source && f.Model == model)
            .OrderByDescending(f => f.Id)
            .Select(f => new StoredFit(f.Source, f.Model, f.Parameters, f.Seed, f.Result) { CreatedAt = f.CreatedAt })
            .FirstOrDefaultAsync(cancellationToken));

    /// <summary>The prompts of a tournament in the order in which they were stored.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<Prompt>> ReadPromptsAsync(string tournament, CancellationToken cancellationToken = default) =>
        UseContextAsync<IReadOnlyList<Prompt>>(async context =>
        {
            var id = await FindTournamentAsync(context, tournament, cancellationToken).ConfigureAwait(false);
            var rows = await context.Prompts
                .Where(p => p.TournamentId == id)
                .OrderBy(p => p.Id)
                .Select(p => new { p.Name, p.Text!.Body, p.Reference, p.Category, p.Language })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return
            [
                .. rows.Select(p => StoreWriter.ReadPrompt(p.Name, p.Body, p.Reference) with
                {
                    Category = p.Category,
                    Language = p.Language,
                }),
            ];
        });

    /// <summary>The responses of a tournament, prompt by prompt.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public IAsyncEnumerable<Response> ReadResponsesAsync(string tournament, CancellationToken cancellationToken = default) =>
        ReadRowsAsync(
            tournament,
            """
            SELECT r.prompt_id, r.contestant_id, t.body FROM responses r JOIN texts t ON t.id = r.text_id
            WHERE r.prompt_id BETWEEN ?1 AND ?2 ORDER BY r.prompt_id, r.contestant_id
            """,
            (names, row) => names.Prompts.TryGetValue(row.Int(0), out var prompt)
                ? new Response(prompt.Name, names.Contestants[row.Int(1)], StoreJson.ReadTexts(row.Text(2)))
                : null,
            cancellationToken);

    /// <summary>
    /// The judgments of a tournament, prompt by prompt, failed ones included. Judges of equal names are told apart by the beginning
    /// of their fingerprints.
    /// </summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public IAsyncEnumerable<Judgment> ReadJudgmentsAsync(string tournament, CancellationToken cancellationToken = default) =>
        ReadRowsAsync(tournament, ReadJudgments, ReadJudgment, cancellationToken);

    /// <summary>The judgments of some prompts by one judge, failed ones included, prompt by prompt.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="prompts">The prompts' ids; of those that the tournament does not know there are none.</param>
    /// <param name="judge">The judge's fingerprint.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<Judgment>> ReadJudgmentsAsync(
        string tournament, IReadOnlyCollection<string> prompts, string judge, CancellationToken cancellationToken = default) =>
        UseConnectionAsync<IReadOnlyList<Judgment>>(
            connection =>
            {
                var names = StoreNames.Read(connection, tournament, Unknown);
                var wanted = prompts.ToHashSet(StringComparer.Ordinal);
                using var row = connection.Prepare(ReadJudgmentsByJudge);
                var judgments = new List<Judgment>();
                foreach (var (id, prompt) in names.Prompts)
                {
                    if (!wanted.Contains(prompt.Name))
                    {
                        continue;
                    }

                    cancellationToken.ThrowIfCancellationRequested();
                    row.Bind(id, id, judge);
                    while (row.Read())
                    {
                        judgments.Add(ReadJudgment(names, row)!);
                    }

                }

                return judgments;
            },
            cancellationToken);

    /// <summary>The battles of a tournament, for ratings.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="source">Whose battles.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<MergedBattles> ReadBattlesAsync(
        string tournament, BattleSource source, CancellationToken cancellationToken = default) =>
        UseConnectionAsync(
            connection =>
            {
                var names = StoreNames.Read(connection, tournament, Unknown);
                return source == BattleSource.Humans
                    ? new MergedBattles(ReadHumanVotes(connection, names, cancellationToken), [])
                    : ReadJudgedBattles(connection, names, cancellationToken);
            },
            cancellationToken);

    /// <summary>The scores of a tournament's pointwise judgments, for lists.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<PointwiseScores> ReadScoresAsync(string tournament, CancellationToken cancellationToken = default) =>
        UseConnectionAsync(
            connection =>
            {
                var names = StoreNames.Read(connection, tournament, Unknown);
                var asked = new HashSet<int>();
                using (var judges = connection.Prepare("SELECT id FROM judges WHERE kind = ?1"))
                {
                    judges.Bind((int)JudgeKind.Asked);
                    while (judges.Read())
                    {
                        asked.Add(judges.Int(0));
                    }
                }

                using var row = connection.Prepare("""
                    SELECT prompt_id, judge_id, first_id, score FROM judgments
                    WHERE prompt_id BETWEEN ?1 AND ?2 AND second_id IS NULL AND NOT is_superseded ORDER BY prompt_id, key
                    """);
                row.Bind(names.FirstPrompt, names.LastPrompt);
                var sums = new Dictionary<(int Prompt, int Judge), Dictionary<int, (double Sum, int Count)>>();
                var tallies = new Dictionary<int, (int Judgments, int Failed)>();
                var rows = 0;
                while (Next(row, rows++, cancellationToken))
                {
                    if (!names.Prompts.ContainsKey(row.Int(0)))
                    {
                        continue;
                    }

                    var tally = tallies.GetValueOrDefault(row.Int(1));
                    tallies[row.Int(1)] = (tally.Judgments + 1, tally.Failed + (row.IsNull(3) ? 1 : 0));
                    if (row.IsNull(3))
                    {
                        continue;
                    }

                    var group = (row.Int(0), row.Int(1));
                    if (!sums.TryGetValue(group, out var scores))
                    {
                        sums.Add(group, scores = []);
                    }

                    var (sum, count) = scores.GetValueOrDefault(row.Int(2));
                    scores[row.Int(2)] = (sum + row.Double(3), count + 1);
                }

                return new PointwiseScores(
                    [
                        .. sums.Select(group => new PromptScores(
                            names.Prompts[group.Key.Prompt].Name,
                            names.Judges[group.Key.Judge],
                            names.Prompts[group.Key.Prompt].Category,
                            group.Value.ToDictionary(s => names.Contestants[s.Key], s => s.Value.Sum / s.Value.Count))
                        {
                            TieMargin = asked.Contains(group.Key.Judge) ? PromptScores.ExpectedScoreMargin : 0,
                        }),
                    ],
                    [
                        .. tallies
                            .Select(tally => new JudgmentCount(names.Judges[tally.Key], tally.Value.Judgments, tally.Value.Failed))
                            .OrderBy(tally => tally.Judge, StringComparer.Ordinal),
                    ]);
            },
            cancellationToken);

    private static Judgment? ReadJudgment(StoreNames names, Statement row)
    {
        if (!names.Prompts.TryGetValue(row.Int(0), out var prompt))
        {
            return null;
        }

        var second = row.IsNull(3) ? null : names.Contestants[row.Int(3)];
        return new Judgment(
            names.Judges[row.Int(1)], second is null ? Protocol.Pointwise : Protocol.Pairwise, prompt.Name, names.Contestants[row.Int(2)], second)
        {
            Verdict = (Verdict)row.Int(4),
            FirstWinProbability = row.DoubleOrNull(5),
            Score = row.DoubleOrNull(6),
            FailureReason = row.TextOrNull(7),
            IsOrderKnown = row.Bool(8),
            Repeat = row.Int(9),
            Turn = row.Int(10),
            Weight = row.Double(11),
            Tokens = row.IntOrNull(12),
            Seconds = row.DoubleOrNull(13),
            Probabilities = row.IsNull(14) ? [] : StoredProbabilities.Read(row.Bytes(14)),
            Mass = row.DoubleOrNull(15),
            Text = row.TextOrNull(16),
        };
    }

    private static MergedBattles ReadJudgedBattles(StoreConnection connection, StoreNames names, CancellationToken cancellationToken)
    {
        var contestants = Rank(names.Contestants);
        var judges = Rank(names.Judges);
        var merger = new BattleMerger(contestants.Names, judges.Names);
        MergeJudgments(connection, names, contestants.Codes, judges.Codes, merger, merger.EndPrompt, cancellationToken);

        // Recorded battles may have style covariates, derived ones have none; a table of both has none.
        var styles = merger.Battles.Count == 0 ? ReadStyles(connection, names, BattleSource.Judges) : default;
        var battles = styles.Id is null ? merger.Battles : new BattleTableBuilder(styles.Names);
        AddVotes(connection, names, BattleSource.Judges, styles.Id, battles, cancellationToken);
        return new MergedBattles(battles.Build(), merger.Tallies);
    }

    /// <summary>Goes through a tournament's pairwise judgments prompt by prompt, and calls for the end of each prompt.</summary>
    internal static void MergeJudgments(
        StoreConnection connection,
        StoreNames names,
        Dictionary<int, int> contestants,
        Dictionary<int, int> judges,
        BattleMerger merger,
        Action<string, string?> endPrompt,
        CancellationToken cancellationToken)
    {
        using var row = connection.Prepare("""
            SELECT prompt_id, judge_id, first_id, second_id, turn, repeat, verdict, first_win_probability, weight,
                failure_reason IS NOT NULL
            FROM judgments WHERE prompt_id BETWEEN ?1 AND ?2 AND second_id IS NOT NULL AND NOT is_superseded ORDER BY prompt_id, key
            """);
        row.Bind(names.FirstPrompt, names.LastPrompt);
        var rows = 0;
        var current = -1;
        (string Name, string? Category) prompt = ("", null);
        var isOurs = false;
        while (Next(row, rows++, cancellationToken))
        {
            if (row.Int(0) is var id && id != current)
            {
                endPrompt(prompt.Name, prompt.Category);
                current = id;
                isOurs = names.Prompts.TryGetValue(id, out var ours);
                prompt = isOurs ? ours : prompt;
            }

            if (isOurs)
            {
                double? outcome = row.Bool(9)
                    ? null
                    : BattleMerge.OutcomeOf((Verdict)row.Int(6), row.DoubleOrNull(7));
                merger.Add(
                    judges[row.Int(1)],
                    contestants[row.Int(2)],
                    contestants[row.Int(3)],
                    row.Int(4),
                    row.Int(5),
                    outcome,
                    row.Double(8));
            }
        }

        endPrompt(prompt.Name, prompt.Category);
    }

    private static BattleTable ReadHumanVotes(StoreConnection connection, StoreNames names, CancellationToken cancellationToken)
    {
        var styles = ReadStyles(connection, names, BattleSource.Humans);
        var battles = new BattleTableBuilder(styles.Names);
        AddVotes(connection, names, BattleSource.Humans, styles.Id, battles, cancellationToken);
        return battles.Build();
    }

    /// <summary>The style covariates that every vote carries; none where votes differ in them.</summary>
    private static (int? Id, IReadOnlyList<string> Names) ReadStyles(StoreConnection connection, StoreNames names, BattleSource source)
    {
        var where = Where(source);
        using var first = connection.Prepare($"SELECT style_names_id FROM votes WHERE {where} ORDER BY id LIMIT 1");
        if (first.Number(names.Tournament) is not { } id)
        {
            return (null, []);
        }

        using var other = connection.Prepare($"SELECT 1 FROM votes WHERE {where} AND style_names_id IS DISTINCT FROM ?2 LIMIT 1");
        return other.Number(names.Tournament, id) is null
            ? (id, StoreJson.ReadTexts(StoreNames.ReadLabels(connection, names.Tournament)[id]))
            : (null, []);
    }

    private static void AddVotes(
        StoreConnection connection,
        StoreNames names,
        BattleSource source,
        int? styleNames,
        BattleTableBuilder battles,
        CancellationToken cancellationToken)
    {
        var labels = StoreNames.ReadLabels(connection, names.Tournament);
        using var row = connection.Prepare($"""
            SELECT first_id, second_id, outcome, weight, cluster_id, category_id, worker_id, judge_id, styles FROM votes
            WHERE {Where(source)} ORDER BY id
            """);
        row.Bind(names.Tournament);
        var rows = 0;
        while (Next(row, rows++, cancellationToken))
        {
            battles.Add(
                names.Contestants[row.Int(0)],
                names.Contestants[row.Int(1)],
                row.Double(2),
                row.Double(3),
                Name(labels, 4),
                Name(labels, 5),
                Name(names.Judges, 7),
                Name(labels, 6),
                styleNames is null ? [] : [.. StoreJson.ReadNumbers(row.Text(8))]);
        }

        string? Name(Dictionary<int, string> ofId, int column) => row.IsNull(column) ? null : ofId[row.Int(column)];
    }

    // Both halves keep to the index of votes by tournament, whose rows come in the order of the table.
    private static string Where(BattleSource source) =>
        source == BattleSource.Humans ? "tournament_id = ?1 AND judge_id IS NULL" : "tournament_id = ?1 AND judge_id IS NOT NULL";

    /// <summary>Row numbers replaced by ranks of the names: stores of equal content then give equal battles.</summary>
    internal static (string[] Names, Dictionary<int, int> Codes) Rank(Dictionary<int, string> names)
    {
        var sorted = names.OrderBy(n => n.Value, StringComparer.Ordinal).ToArray();
        return ([.. sorted.Select(n => n.Value)], sorted.Index().ToDictionary(n => n.Item.Key, n => n.Index));
    }

    internal static bool Next(Statement row, int rows, CancellationToken cancellationToken)
    {
        if (rows % RowsBetweenCancellationChecks == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return row.Read();
    }

    private async Task<T> UseConnectionAsync<T>(Func<StoreConnection, T> use, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var transaction = await connection.BeginReadAsync(cancellationToken).ConfigureAwait(false);
            return use(connection);
        }
        catch (Exception exception) when (_database.Translate(exception) is { } refusal)
        {
            throw refusal;
        }
    }

    private async IAsyncEnumerable<T> ReadRowsAsync<T>(
        string tournament,
        string sql,
        Func<StoreNames, Statement, T?> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        await using var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginReadAsync(cancellationToken).ConfigureAwait(false);
        var names = Translated(() => StoreNames.Read(connection, tournament, Unknown));
        using var row = connection.Prepare(sql);
        row.Bind(names.FirstPrompt, names.LastPrompt);
        while (Translated(row.Read))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (read(names, row) is { } item)
            {
                yield return item;
            }
        }
    }

    private T Translated<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception exception) when (_database.Translate(exception) is { } refusal)
        {
            throw refusal;
        }
    }
}
