using Arena.Core.Judging;
using Arena.Core.Storage;

namespace Arena.Core.Tournaments;

/// <summary>Judges one shard of which all is in the store, as processes do that share out a tournament.</summary>
public static class StoredShard
{
    /// <summary>Judges what is missing of a shard, and stores it: all of it or nothing.</summary>
    /// <param name="store">The store.</param>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="prompt">The shard's prompt.</param>
    /// <param name="judge">The shard's judge; no panel.</param>
    /// <param name="comparisons">What to compare: contestants by name. Those whose responses are gone are passed over.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels, and nothing is stored.</param>
    /// <returns>The judgments that were made; none where all were there, or the prompt is gone.</returns>
    /// <exception cref="BadInputException">The store cannot be read or written.</exception>
    public static async Task<IReadOnlyList<Judgment>> JudgeAsync(
        ArenaStore store,
        string tournament,
        string prompt,
        IJudge judge,
        IReadOnlyList<(string First, string? Second, int Turn, int Repeat)> comparisons,
        TimeProvider time,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(comparisons);
        ArgumentNullException.ThrowIfNull(time);
        if (await store.ReadShardAsync(tournament, prompt, judge.Description.Fingerprint, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return [];
        }

        var content = Tournament.Of(tournament, [stored.Prompt], stored.Responses);
        var keys = new TournamentKeys(content);
        var planned = new List<Comparison>();
        foreach (var (first, second, turn, repeat) in comparisons)
        {
            var one = content.Find(prompt, first);
            var other = second is null ? null : content.Find(prompt, second);
            if (one is not null && (second is null || other is not null))
            {
                planned.Add(new Comparison(one, other, turn, repeat));
            }
        }

        var missing = keys.Missing(judge, new JudgingShard(stored.Prompt, planned), stored.Keys);
        if (missing.Count == 0)
        {
            return [];
        }

        JudgingTelemetry.Reuse(judge.Description, planned.Count - missing.Count);
        IReadOnlyList<Judgment> judgments = [];
        await JudgingTelemetry.ShardAsync(tournament, prompt, judge.Description, time, async () =>
        {
            var began = time.GetTimestamp();
            judgments = await judge.JudgeAsync(new JudgingShard(stored.Prompt, missing), cancellationToken).ConfigureAwait(false);
            var seconds = time.GetElapsedTime(began).TotalSeconds / missing.Count;
            await store.FinishShardAsync(
                tournament,
                prompt,
                StoredJudge.Asked(judge.Description),
                [.. missing.Zip(judgments, (comparison, judgment) => (keys.Of(judge, stored.Prompt, comparison), judgment with { Seconds = judgment.Seconds ?? seconds }))],
                cancellationToken).ConfigureAwait(false);
            JudgingTelemetry.Count(judge.Description, judgments);
            return judgments;
        }).ConfigureAwait(false);
        return judgments;
    }
}
