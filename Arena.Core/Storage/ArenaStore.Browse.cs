using Microsoft.EntityFrameworkCore;

namespace Arena.Core.Storage;

public sealed partial class ArenaStore
{
    /// <summary>Of a prompt in a list, no more is shown.</summary>
    private const int LongestBeginning = 240;

    private const string BrowseColumns =
        """
        SELECT prompt_id, judge_id, first_id, second_id, verdict, first_win_probability, score, failure_reason, is_order_known,
            repeat, turn, weight, tokens, seconds, probabilities, mass,
        """;

    /// <summary>Some prompts of a tournament in the order in which they were stored, and how many there are of that kind.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="category">Their category; null for all.</param>
    /// <param name="part">A part of their ids; null for all.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many to read.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<(IReadOnlyList<PromptLine> Lines, int Count)> ReadPromptLinesAsync(
        string tournament, string? category, string? part, int skip, int take, CancellationToken cancellationToken = default) =>
        UseContextAsync<(IReadOnlyList<PromptLine>, int)>(async context =>
        {
            var id = await FindTournamentAsync(context, tournament, cancellationToken).ConfigureAwait(false);
            var prompts = context.Prompts.Where(p => p.TournamentId == id);
            prompts = category is null ? prompts : prompts.Where(p => p.Category == category);
            prompts = part is null ? prompts : prompts.Where(p => p.Name.Contains(part));
            var rows = await prompts
                .OrderBy(p => p.Id)
                .Skip(skip)
                .Take(take)
                .Select(p => new
                {
                    p.Name,
                    p.Category,
                    p.Language,
                    p.Text!.Body,
                    Responses = context.Responses.Count(r => r.PromptId == p.Id),
                    Judgments = context.Judgments.Count(j => j.PromptId == p.Id && !j.IsSuperseded),
                })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return (
                [.. rows.Select(p => new PromptLine(p.Name, p.Category, p.Language, Beginning(StoreJson.ReadPrompt(p.Body).Turns[0]), p.Responses, p.Judgments))],
                await prompts.CountAsync(cancellationToken).ConfigureAwait(false));
        });

    /// <summary>One prompt; null where the tournament has none of that id.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="prompt">Its id.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Prompt?> ReadPromptAsync(string tournament, string prompt, CancellationToken cancellationToken = default) =>
        UseContextAsync(async context =>
        {
            var id = await FindTournamentAsync(context, tournament, cancellationToken).ConfigureAwait(false);
            var row = await context.Prompts
                .Where(p => p.TournamentId == id && p.Name == prompt)
                .Select(p => new { p.Text!.Body, p.Reference, p.Category, p.Language })
                .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            return row is null ? null : StoreWriter.ReadPrompt(prompt, row.Body, row.Reference) with { Category = row.Category, Language = row.Language };
        });

    /// <summary>The responses to one prompt, by contestants' names.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="prompt">The prompt's id.</param>
    /// <param name="contestant">The contestant whose response is read; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<Response>> ReadResponsesOfAsync(
        string tournament, string prompt, string? contestant = null, CancellationToken cancellationToken = default) =>
        UseContextAsync<IReadOnlyList<Response>>(async context =>
        {
            var id = await FindTournamentAsync(context, tournament, cancellationToken).ConfigureAwait(false);
            var rows = await context.Responses
                .Where(r => r.Prompt!.TournamentId == id && r.Prompt.Name == prompt && (contestant == null || r.Contestant!.Name == contestant))
                .Select(r => new { r.Contestant!.Name, r.Text!.Body })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. rows.OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => new Response(prompt, r.Name, StoreJson.ReadTexts(r.Body)))];
        });

    /// <summary>The contestants of a tournament, by their names.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<ContestantLine>> ReadContestantLinesAsync(string tournament, CancellationToken cancellationToken = default) =>
        UseConnectionAsync<IReadOnlyList<ContestantLine>>(
            connection =>
            {
                var names = StoreNames.Read(connection, tournament, Unknown);
                var counts = new Dictionary<int, int>();
                using var row = connection.Prepare("SELECT contestant_id, COUNT(*) FROM responses WHERE prompt_id BETWEEN ?1 AND ?2 GROUP BY 1");
                row.Bind(names.FirstPrompt, names.LastPrompt);
                while (row.Read())
                {
                    counts.Add(row.Int(0), row.Int(1));
                }

                return
                [
                    .. names.Contestants
                        .OrderBy(contestant => contestant.Value, StringComparer.Ordinal)
                        .Select(contestant => new ContestantLine(contestant.Value, counts.GetValueOrDefault(contestant.Key))),
                ];
            },
            cancellationToken);

    /// <summary>The judgments of one prompt that count, with what judges wrote, in the order in which they were stored.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="prompt">The prompt's id.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<StoredJudgment>> ReadJudgmentsOfAsync(string tournament, string prompt, CancellationToken cancellationToken = default) =>
        UseConnectionAsync<IReadOnlyList<StoredJudgment>>(
            connection =>
            {
                var names = StoreNames.Read(connection, tournament, Unknown);
                using var find = connection.Prepare("SELECT id FROM prompts WHERE tournament_id = ?1 AND name = ?2");
                if (find.Number(names.Tournament, prompt) is not { } id)
                {
                    return [];
                }

                using var row = connection.Prepare($"{BrowseColumns} text, id FROM judgments WHERE prompt_id = ?1 AND NOT is_superseded ORDER BY id");
                row.Bind(id);
                var judgments = new List<StoredJudgment>();
                while (row.Read())
                {
                    judgments.Add(new StoredJudgment(row.Int(17), ReadJudgment(names, row)!));
                }

                return judgments;
            },
            cancellationToken);

    /// <summary>
    /// Goes through the judgments that count, prompt by prompt in the order in which prompts were stored and without what judges wrote, until the visitor has
    /// seen enough.
    /// </summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="from">The number of the prompt to begin with; 0 for the first.</param>
    /// <param name="visit">Gets a prompt's number, its category and its judgments in the order in which they were stored; says whether to go on.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task VisitJudgmentsAsync(
        string tournament, int from, Func<int, string?, IReadOnlyList<StoredJudgment>, bool> visit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(visit);
        return UseConnectionAsync(
            connection =>
            {
                var names = StoreNames.Read(connection, tournament, Unknown);
                using var row = connection.Prepare($"{BrowseColumns} NULL, id FROM judgments WHERE prompt_id = ?1 AND NOT is_superseded ORDER BY id");
                foreach (var (id, prompt) in names.Prompts.Where(prompt => prompt.Key >= from).OrderBy(prompt => prompt.Key))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var judgments = new List<StoredJudgment>();
                    row.Bind(id);
                    while (row.Read())
                    {
                        judgments.Add(new StoredJudgment(row.Int(17), ReadJudgment(names, row)!));
                    }

                    if (judgments.Count > 0 && !visit(id, prompt.Category, judgments))
                    {
                        break;
                    }
                }

                return true;
            },
            cancellationToken);
    }

    /// <summary>The prompt that a judgment of a tournament is on; null where there is no such judgment, or it counts no more.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="judgment">The judgment's number.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<string?> FindPromptAsync(string tournament, int judgment, CancellationToken cancellationToken = default) =>
        UseContextAsync(context => context.Judgments
            .Where(j => j.Id == judgment && !j.IsSuperseded && j.Prompt!.Tournament!.Name == tournament)
            .Select(j => (string?)j.Prompt!.Name)
            .SingleOrDefaultAsync(cancellationToken));

    /// <summary>Who judges a tournament at this moment.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<RunActivity> ReadActivityAsync(string tournament, CancellationToken cancellationToken = default) =>
        UseConnectionAsync(
            connection =>
            {
                var owners = new List<(string Owner, int Count)>();
                using (var row = connection.Prepare("""
                    SELECT c.owner, COUNT(*) FROM claims c JOIN prompts p ON p.id = c.prompt_id JOIN tournaments t ON t.id = p.tournament_id
                    WHERE t.name = ?1 GROUP BY c.owner
                    """))
                {
                    row.Bind(tournament);
                    while (row.Read())
                    {
                        owners.Add((row.Text(0), row.Int(1)));
                    }
                }

                var living = owners.Where(owner => _database.IsJudging(connection, owner.Owner)).ToArray();
                return new RunActivity(living.Length, living.Sum(owner => owner.Count), owners.Sum(owner => owner.Count) - living.Sum(owner => owner.Count));
            },
            cancellationToken);

    private static string Beginning(string text)
    {
        if (text.Length <= LongestBeginning)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[LongestBeginning - 1]) ? LongestBeginning - 1 : LongestBeginning;
        return text[..end] + "…";
    }
}
