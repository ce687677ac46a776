using System.Buffers.Binary;
using Arena.Core.Judging;
using Microsoft.EntityFrameworkCore;

namespace Arena.Core.Storage;

public sealed partial class ArenaStore
{
    /// <summary>
    /// Brings a tournament to the state of its file: prompts and responses get the texts that they have now, and judgments of other texts or
    /// other judges count no more until what they judged is back. Nothing is deleted.
    /// </summary>
    /// <param name="tournament">Name of the tournament; it is made where there is none.</param>
    /// <param name="prompts">Its prompts.</param>
    /// <param name="responses">The responses.</param>
    /// <param name="keyOf">
    /// The key that a judgment by this judge's fingerprint would have now; null where the judge, the prompt or a response is no longer there.
    /// The judgment holds names, turn and repeat alone.
    /// </param>
    /// <param name="cancellationToken">Cancels, and nothing is changed.</param>
    /// <returns>The keys of all judgments that count and did not fail.</returns>
    public async Task<IReadOnlySet<UInt128>> SynchroniseAsync(
        string tournament,
        IReadOnlyList<Prompt> prompts,
        IEnumerable<Response> responses,
        Func<string, Judgment, JudgmentKey?> keyOf,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(responses);
        ArgumentNullException.ThrowIfNull(keyOf);
        var keys = new HashSet<UInt128>();
        await WriteAsync(
            tournament,
            writer =>
            {
                foreach (var prompt in prompts)
                {
                    writer.SetPrompt(prompt, Refuse);
                }

                foreach (var response in responses)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    writer.SetResponse(response, Refuse);
                }

                writer.Supersede(tournament, keyOf, keys, Unknown, cancellationToken);
                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        return keys;
    }

    /// <summary>The keys of a judge's judgments in a tournament that count; none where there is no such tournament.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="judge">The judge's fingerprint.</param>
    /// <param name="withFailed">Whether failed ones are among them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<HashSet<UInt128>> ReadKeysAsync(
        string tournament, string judge, bool withFailed = false, CancellationToken cancellationToken = default) =>
        UseConnectionAsync(
            connection =>
            {
                var keys = new HashSet<UInt128>();
                using var row = connection.Prepare($"""
                    SELECT j.key FROM judgments j JOIN prompts p ON p.id = j.prompt_id JOIN tournaments t ON t.id = p.tournament_id
                    JOIN judges g ON g.id = j.judge_id
                    WHERE t.name = ?1 AND g.fingerprint = ?2 AND NOT j.is_superseded{(withFailed ? "" : " AND j.failure_reason IS NULL")}
                    """);
                row.Bind(tournament, judge);
                var rows = 0;
                while (Next(row, rows++, cancellationToken))
                {
                    keys.Add(BinaryPrimitives.ReadUInt128BigEndian(row.Bytes(0)));
                }

                return keys;
            },
            cancellationToken);

    /// <summary>What a shard is judged by, in one state of the store; null where the tournament has no such prompt.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="prompt">Id of the shard's prompt.</param>
    /// <param name="judge">The judge's fingerprint.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<ShardContent?> ReadShardAsync(string tournament, string prompt, string judge, CancellationToken cancellationToken = default) =>
        UseConnectionAsync(
            connection =>
            {
                using var find = connection.Prepare("""
                    SELECT p.id, x.body, p.reference, p.category, p.language FROM prompts p JOIN tournaments t ON t.id = p.tournament_id JOIN texts x ON x.id = p.text_id
                    WHERE t.name = ?1 AND p.name = ?2
                    """);
                find.Bind(tournament, prompt);
                if (!find.Read())
                {
                    return null;
                }

                var id = find.Int(0);
                var asked = StoreWriter.ReadPrompt(prompt, find.Text(1), find.TextOrNull(2)) with { Category = find.TextOrNull(3), Language = find.TextOrNull(4) };
                var responses = new List<Response>();
                using (var row = connection.Prepare("""
                    SELECT c.name, x.body FROM responses r JOIN contestants c ON c.id = r.contestant_id JOIN texts x ON x.id = r.text_id WHERE r.prompt_id = ?1
                    """))
                {
                    row.Bind(id);
                    while (row.Read())
                    {
                        responses.Add(new Response(prompt, row.Text(0), StoreJson.ReadTexts(row.Text(1))));
                    }
                }

                var keys = new HashSet<UInt128>();
                using (var row = connection.Prepare("""
                    SELECT key FROM judgments WHERE prompt_id = ?1 AND judge_id = (SELECT id FROM judges WHERE fingerprint = ?2) AND failure_reason IS NULL AND NOT is_superseded
                    """))
                {
                    row.Bind(id, judge);
                    while (row.Read())
                    {
                        keys.Add(BinaryPrimitives.ReadUInt128BigEndian(row.Bytes(0)));
                    }
                }

                return new ShardContent(asked, responses, keys);
            },
            cancellationToken);

    /// <summary>How far some judges are with a tournament; nothing where there is no such tournament.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="judges">The judges' fingerprints.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<JudgmentTally> ReadTallyAsync(string tournament, IReadOnlyCollection<string> judges, CancellationToken cancellationToken = default) =>
        UseConnectionAsync(
            connection =>
            {
                using var row = connection.Prepare("""
                    SELECT COUNT(*), COUNT(j.failure_reason), SUM(j.tokens) FROM judgments j JOIN prompts p ON p.id = j.prompt_id JOIN tournaments t ON t.id = p.tournament_id
                    WHERE t.name = ?1 AND j.judge_id = (SELECT id FROM judges WHERE fingerprint = ?2) AND NOT j.is_superseded
                    """);
                var sum = default(JudgmentTally);
                foreach (var judge in judges)
                {
                    row.Bind(tournament, judge);
                    row.Read();
                    sum = new(sum.Judgments + row.Int(0), sum.Failed + row.Int(1), sum.Tokens + (long)(row.DoubleOrNull(2) ?? 0));
                }

                return sum;
            },
            cancellationToken);

    /// <summary>The latest run of every tournament whose latest run has not ended.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<RunInHand>> ReadRunsInHandAsync(CancellationToken cancellationToken = default) =>
        UseContextAsync<IReadOnlyList<RunInHand>>(async context => await context.Runs
            .Where(r => r.FinishedAt == null && r.Id == context.Runs.Where(o => o.TournamentId == r.TournamentId).Max(o => o.Id))
            .OrderBy(r => r.Id)
            .Select(r => new RunInHand(r.Tournament!.Name, new StoredRun(r.StartedAt, null, r.File, r.Manifest) { Id = r.Id }))
            .ToListAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Begins to judge: says who does, so that no other process takes the same shards.</summary>
    public IDisposable BeginJudging(out string owner)
    {
        var mark = _database.BeginJudging();
        owner = mark.Owner;
        return mark;
    }

    /// <summary>Takes a shard, unless a process that lives has it.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="prompt">Id of the shard's prompt.</param>
    /// <param name="judge">The shard's judge.</param>
    /// <param name="owner">Who takes it.</param>
    /// <param name="cancellationToken">Cancels, and nothing is taken.</param>
    /// <returns>The keys of the shard's judgments that are there by now and did not fail; null where another process has the shard.</returns>
    public async Task<IReadOnlySet<UInt128>?> ClaimShardAsync(
        string tournament, string prompt, StoredJudge judge, string owner, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        HashSet<UInt128>? keys = null;
        await WriteAsync(
            tournament,
            WriteSharing.Judgments,
            writer =>
            {
                keys = writer.Claim(prompt, judge, owner, _database.IsJudging, Refuse);
                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        return keys;
    }

    /// <summary>Stores the judgments of a shard, and gives the shard back. All of it happens or nothing.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="prompt">Id of the shard's prompt.</param>
    /// <param name="judge">The shard's judge.</param>
    /// <param name="judgments">The judgments with their keys; none to give the shard back without any.</param>
    /// <param name="cancellationToken">Cancels, and nothing is stored.</param>
    public Task<StoreChange> FinishShardAsync(
        string tournament,
        string prompt,
        StoredJudge judge,
        IReadOnlyList<(JudgmentKey Key, Judgment Judgment)> judgments,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(judgments);
        return WriteAsync(
            tournament,
            WriteSharing.Judgments,
            writer =>
            {
                writer.TakeShard(prompt, judge, Refuse);
                foreach (var (key, judgment) in judgments)
                {
                    writer.AddJudgment(judge, judgment, key, Refuse);
                }

                writer.Release(prompt, judge, Refuse);
                return Task.CompletedTask;
            },
            cancellationToken);
    }

    /// <summary>Keeps that a run began.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="file">The file, JSON.</param>
    /// <param name="manifest">The manifest, JSON.</param>
    /// <param name="cancellationToken">Cancels, and nothing is stored.</param>
    /// <returns>The run's number.</returns>
    public Task<int> BeginRunAsync(string tournament, string file, string manifest, CancellationToken cancellationToken = default) =>
        UseContextAsync(async context =>
        {
            var run = new RunRow
            {
                TournamentId = await FindTournamentAsync(context, tournament, cancellationToken).ConfigureAwait(false),
                StartedAt = _time.GetUtcNow(),
                File = file,
                Manifest = manifest,
            };
            context.Runs.Add(run);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return run.Id;
        });

    /// <summary>Keeps that a run ended.</summary>
    /// <param name="run">The run's number.</param>
    /// <param name="manifest">The manifest, JSON, with what is known at the end.</param>
    /// <param name="cancellationToken">Cancels, and nothing is stored.</param>
    public Task FinishRunAsync(int run, string manifest, CancellationToken cancellationToken = default) =>
        UseContextAsync(async context =>
        {
            var row = await context.Runs.SingleAsync(r => r.Id == run, cancellationToken).ConfigureAwait(false);
            (row.FinishedAt, row.Manifest) = (_time.GetUtcNow(), manifest);
            return await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        });

    /// <summary>The runs of a tournament, the latest first.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<StoredRun>> ReadRunsAsync(string tournament, CancellationToken cancellationToken = default) =>
        UseContextAsync<IReadOnlyList<StoredRun>>(async context =>
        {
            var id = await FindTournamentAsync(context, tournament, cancellationToken).ConfigureAwait(false);
            return await context.Runs
                .Where(r => r.TournamentId == id)
                .OrderByDescending(r => r.Id)
                .Select(r => new StoredRun(r.StartedAt, r.FinishedAt, r.File, r.Manifest) { Id = r.Id })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        });

    private BadInputException Refuse(string reason) => new(Name, reason);
}
