using System.Buffers.Binary;
using Arena.Core.Judging;

namespace Arena.Core.Storage;

/// <summary>What runs need: which judgments count, and who judges which shard.</summary>
internal sealed partial class StoreWriter
{
    /// <summary>Marks what counts no more and what counts again, and collects the keys of what counts.</summary>
    public void Supersede(
        string tournament,
        Func<string, Judgment, JudgmentKey?> keyOf,
        HashSet<UInt128> keys,
        Func<string, IEnumerable<string>, BadInputException> unknown,
        CancellationToken cancellationToken)
    {
        var names = StoreNames.Read(_connection, tournament, unknown);
        var judges = new Dictionary<int, string>();
        var read = Prepare("SELECT id, fingerprint FROM judges WHERE kind = ?1");
        read.Bind((int)JudgeKind.Asked);
        while (read.Read())
        {
            judges.Add(read.Int(0), read.Text(1));
        }

        var changed = new List<(int Id, int Prompt, int? Judge, bool IsSuperseded)>();
        var row = Prepare(
            """
            SELECT id, prompt_id, judge_id, first_id, second_id, turn, repeat, key, is_superseded, failure_reason IS NOT NULL
            FROM judgments WHERE prompt_id BETWEEN ?1 AND ?2
            """);
        row.Bind(names.FirstPrompt, names.LastPrompt);
        while (row.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!names.Prompts.TryGetValue(row.Int(1), out var prompt) || !judges.TryGetValue(row.Int(2), out var fingerprint))
            {
                continue;
            }

            var second = row.IsNull(4) ? null : names.Contestants[row.Int(4)];
            var judgment = new Judgment("", second is null ? Protocol.Pointwise : Protocol.Pairwise, prompt.Name, names.Contestants[row.Int(3)], second)
            {
                Turn = row.Int(5),
                Repeat = row.Int(6),
            };
            var key = BinaryPrimitives.ReadUInt128BigEndian(row.Bytes(7));
            var counts = keyOf(fingerprint, judgment) is { } now && now.Value == key;
            if (counts == (row.Bool(8)))
            {
                changed.Add((row.Int(0), row.Int(1), second is null ? null : row.Int(2), !counts));
            }

            if (counts && !row.Bool(9))
            {
                keys.Add(key);
            }
        }

        var set = Prepare("UPDATE judgments SET is_superseded = ?2 WHERE id = ?1");
        foreach (var (id, promptId, pairwiseJudge, isSuperseded) in changed)
        {
            if (pairwiseJudge is { } judge)
            {
                Touch(promptId, judge);
            }

            set.Run(id, isSuperseded);
        }
    }

    /// <summary>Takes a shard; null where another that lives has it.</summary>
    public HashSet<UInt128>? Claim(string prompt, StoredJudge judge, string owner, Func<StoreConnection, string, bool> lives, Func<string, BadInputException> refuse)
    {
        var (promptId, judgeId) = (FindPrompt(prompt, refuse), FindJudge(judge));
        var find = Prepare("SELECT owner FROM claims WHERE prompt_id = ?1 AND judge_id = ?2");
        find.Bind(promptId, judgeId);
        var former = find.Read() ? find.Text(0) : owner;
        if (former != owner && lives(_connection, former))
        {
            return null;
        }

        // Taken only from the one that was seen: another may have been faster.
        var isTaken = Prepare(
            """
            INSERT INTO claims (prompt_id, judge_id, owner) VALUES (?1, ?2, ?3)
            ON CONFLICT (prompt_id, judge_id) DO UPDATE SET owner = excluded.owner WHERE claims.owner = ?4
            """).Run(promptId, judgeId, owner, former) > 0;
        if (!isTaken)
        {
            return null;
        }

        var keys = new HashSet<UInt128>();
        var row = Prepare("SELECT key FROM judgments WHERE prompt_id = ?1 AND judge_id = ?2 AND failure_reason IS NULL AND NOT is_superseded");
        row.Bind(promptId, judgeId);
        while (row.Read())
        {
            keys.Add(BinaryPrimitives.ReadUInt128BigEndian(row.Bytes(0)));
        }

        return keys;
    }

    /// <summary>Keeps others from storing judgments of a shard until the transaction ends.</summary>
    public void TakeShard(string prompt, StoredJudge judge, Func<string, BadInputException> refuse) =>
        _connection.TakeShard(FindPrompt(prompt, refuse), FindJudge(judge));

    /// <summary>Gives a shard back.</summary>
    public void Release(string prompt, StoredJudge judge, Func<string, BadInputException> refuse) =>
        Prepare("DELETE FROM claims WHERE prompt_id = ?1 AND judge_id = ?2").Run(FindPrompt(prompt, refuse), FindJudge(judge));
}
