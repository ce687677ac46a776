using System.Collections.Concurrent;
using Arena.Core.Judging;
using Arena.Core.Storage;

namespace Arena.Core.Tournaments;

/// <summary>
/// Judges and stores shards. A shard is stored when it is done, all of it or nothing; what the store has is not judged again, and what another
/// process has in hand is waited for. With a dispatcher, others judge what it takes.
/// </summary>
internal sealed class ShardRunner(
    Tournament tournament, TournamentKeys keys, ArenaStore store, int concurrency, TimeProvider time, int run = 0, IShardDispatcher? dispatcher = null)
{
    /// <summary>How often shards are queued that come back without their judgments: a queue may lose some when its server crashes, but not again and again.</summary>
    private const int MostRounds = 5;

    private static readonly TimeSpan PauseForOthers = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly Lock _counting = new();
    private readonly long _began = time.GetTimestamp();
    private RunProgress _progress;

    /// <summary>Failed judgments by reason.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    /// <summary>What was done until now.</summary>
    public RunProgress Progress
    {
        get
        {
            lock (_counting)
            {
                return _progress with { Elapsed = time.GetElapsedTime(_began) };
            }
        }
    }

    /// <summary>Judges what is missing of shards, each by each of the judges.</summary>
    /// <param name="judges">Who judges, panels too.</param>
    /// <param name="shards">What to judge.</param>
    /// <param name="there">Keys of judgments that were there before.</param>
    /// <param name="owner">Who takes the shards.</param>
    /// <param name="progress">Told after every shard; null where nobody asks.</param>
    /// <param name="cancellationToken">Cancels; the shards in hand are dropped, those done stay.</param>
    public Task RunAsync(
        IReadOnlyList<IJudge> judges,
        IReadOnlyList<JudgingShard> shards,
        IReadOnlySet<UInt128> there,
        string owner,
        IProgress<RunProgress>? progress,
        CancellationToken cancellationToken) =>
        RunAsync([.. judges.SelectMany(judge => shards.Select(shard => (shard, judge)))], there, owner, progress, cancellationToken);

    /// <summary>Judges what is missing of shards, each by its own judge.</summary>
    /// <param name="planned">What to judge, and who does.</param>
    /// <param name="there">Keys of judgments that were there before.</param>
    /// <param name="owner">Who takes the shards.</param>
    /// <param name="progress">Told after every shard; null where nobody asks.</param>
    /// <param name="cancellationToken">Cancels; the shards in hand are dropped, those done stay.</param>
    public async Task RunAsync(
        IReadOnlyList<(JudgingShard Shard, IJudge Judge)> planned,
        IReadOnlySet<UInt128> there,
        string owner,
        IProgress<RunProgress>? progress,
        CancellationToken cancellationToken)
    {
        // Panels combine what their members have judged, so members come first.
        foreach (var isPanel in new[] { false, true })
        {
            var work = new List<(JudgingShard Shard, IJudge Judge)>();
            foreach (var (shard, judge) in planned.Where(item => item.Judge is JudgePanel == isPanel))
            {
                var missing = keys.Missing(judge, shard, there);
                Count(new(shard.Comparisons.Count, 0, shard.Comparisons.Count - missing.Count, 0, 0, 0, default));
                JudgingTelemetry.Reuse(judge.Description, shard.Comparisons.Count - missing.Count);
                if (missing.Count > 0)
                {
                    work.Add((shard with { Comparisons = missing }, judge));
                }
            }

            progress?.Report(Progress);
            if (dispatcher is not null)
            {
                var queued = work.FindAll(item => dispatcher.Takes(item.Judge));
                work.RemoveAll(item => dispatcher.Takes(item.Judge));
                await JudgeElsewhereAsync(dispatcher, queued, progress, cancellationToken).ConfigureAwait(false);
            }

            while (work.Count > 0)
            {
                var elsewhere = new ConcurrentBag<(JudgingShard, IJudge)>();
                await Parallel.ForEachAsync(
                    work,
                    new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken },
                    async (item, token) =>
                    {
                        if (!await JudgeAsync(item.Shard, item.Judge, owner, token).ConfigureAwait(false))
                        {
                            elsewhere.Add(item);
                        }

                        progress?.Report(Progress);
                    }).ConfigureAwait(false);

                // What another process has in hand is waited for: it may die, and then it is ours.
                work = [.. elsewhere];
                if (work.Count > 0)
                {
                    await Task.Delay(PauseForOthers, time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Has others judge shards, and looks into the store for what came of it.</summary>
    private async Task JudgeElsewhereAsync(
        IShardDispatcher dispatcher, List<(JudgingShard Shard, IJudge Judge)> work, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        if (work.Count == 0)
        {
            return;
        }

        string[] judges = [.. work.Select(item => item.Judge.Description.Fingerprint).Distinct()];
        var before = Progress;
        var tally = await store.ReadTallyAsync(tournament.Name, judges, cancellationToken).ConfigureAwait(false);
        var missing = work;
        for (var round = 0; missing.Count > 0; round++)
        {
            if (round == MostRounds)
            {
                throw new BadInputException(store.Name, $"{missing.Count} shards were queued {MostRounds} times and never judged; do the workers write to this store?");
            }

            await dispatcher.JudgeAsync(run, tournament.Name, missing, WaitingAsync, cancellationToken).ConfigureAwait(false);

            // Failed judgments are tried again by the next run, as everywhere.
            var there = new Dictionary<string, HashSet<UInt128>>(StringComparer.Ordinal);
            foreach (var judge in judges)
            {
                there.Add(judge, await store.ReadKeysAsync(tournament.Name, judge, withFailed: true, cancellationToken).ConfigureAwait(false));
            }

            missing = [.. missing.Where(item => keys.Missing(item.Judge, item.Shard, there[item.Judge.Description.Fingerprint]).Count > 0)];
        }

        var failed = 0;
        foreach (var group in work.GroupBy(item => item.Judge))
        {
            var good = await store.ReadKeysAsync(tournament.Name, group.Key.Description.Fingerprint, cancellationToken: cancellationToken).ConfigureAwait(false);
            failed += group.Sum(item => keys.Missing(item.Judge, item.Shard, good).Count);
        }

        var now = await store.ReadTallyAsync(tournament.Name, judges, cancellationToken).ConfigureAwait(false);
        Elsewhere(before, work.Sum(item => item.Shard.Comparisons.Count), failed, now.Tokens - tally.Tokens);
        if (failed > 0)
        {
            foreach (var failure in await store.ReadFailuresAsync(tournament.Name, cancellationToken).ConfigureAwait(false))
            {
                if (work.Any(item => StoredJudge.IsNamed(failure.Judge, item.Judge.Description.Name)))
                {
                    _failures.AddOrUpdate(failure.Example.Split(':')[0], failure.Count, (_, count) => count + failure.Count);
                }
            }
        }

        progress?.Report(Progress);

        async Task WaitingAsync(CancellationToken token)
        {
            var at = await store.ReadTallyAsync(tournament.Name, judges, token).ConfigureAwait(false);
            Elsewhere(before, Math.Max(0, at.Judgments - tally.Judgments), at.Failed, at.Tokens - tally.Tokens);
            progress?.Report(Progress);
        }
    }

    private void Elsewhere(RunProgress before, int judged, int failed, long tokens)
    {
        lock (_counting)
        {
            _progress = _progress with
            {
                Judged = before.Judged + judged,
                Failed = before.Failed + failed,

                // How many of them were computed is known where it was judged, and is not stored.
                PromptTokens = before.PromptTokens + tokens,
            };
        }
    }

    /// <summary>Judges and stores a shard; false where another process has it in hand.</summary>
    private async Task<bool> JudgeAsync(JudgingShard shard, IJudge judge, string owner, CancellationToken cancellationToken)
    {
        var stored = StoredJudge.Asked(judge.Description);
        if (await store.ClaimShardAsync(tournament.Name, shard.Prompt.Id, stored, owner, cancellationToken).ConfigureAwait(false) is not { } there)
        {
            return false;
        }

        await JudgingTelemetry.ShardAsync(
            tournament.Name, shard.Prompt.Id, judge.Description, time, () => JudgeClaimedAsync(shard, judge, stored, there, cancellationToken)).ConfigureAwait(false);
        return true;
    }

    /// <summary>Judges and stores what is missing of a shard that is ours; gives the judgments made.</summary>
    private async Task<IReadOnlyList<Judgment>> JudgeClaimedAsync(
        JudgingShard shard, IJudge judge, StoredJudge stored, IReadOnlySet<UInt128> there, CancellationToken cancellationToken)
    {
        var missing = keys.Missing(judge, shard, there);
        var began = time.GetTimestamp();
        IReadOnlyList<Judgment> judgments = missing.Count == 0 ? []
            : judge is JudgePanel panel ? await CombineAsync(panel, shard with { Comparisons = missing }, cancellationToken).ConfigureAwait(false)
            : await judge.JudgeAsync(shard with { Comparisons = missing }, cancellationToken).ConfigureAwait(false);
        var seconds = missing.Count == 0 ? 0 : time.GetElapsedTime(began).TotalSeconds / missing.Count;
        await store.FinishShardAsync(
            tournament.Name,
            shard.Prompt.Id,
            stored,
            [.. missing.Zip(judgments, (comparison, judgment) => (keys.Of(judge, shard.Prompt, comparison), judgment with { Seconds = judgment.Seconds ?? seconds }))],
            cancellationToken).ConfigureAwait(false);
        foreach (var failed in judgments.Where(judgment => judgment.IsFailed))
        {
            _failures.AddOrUpdate(failed.FailureReason!.Split(':')[0], 1, (_, count) => count + 1);
        }

        Count(new(
            0,
            judgments.Count,
            shard.Comparisons.Count - missing.Count,
            judgments.Count(judgment => judgment.IsFailed),
            judgments.Sum(judgment => (long)(judgment.Tokens ?? 0)),
            judgments.Sum(judgment => (long)(judgment.ComputedTokens ?? judgment.Tokens ?? 0)),
            default));
        JudgingTelemetry.Reuse(judge.Description, shard.Comparisons.Count - missing.Count);
        JudgingTelemetry.Count(judge.Description, judgments);
        return judgments;
    }

    private async Task<IReadOnlyList<Judgment>> CombineAsync(JudgePanel panel, JudgingShard shard, CancellationToken cancellationToken)
    {
        var members = new List<Dictionary<(string, string?, int, int), Judgment>>();
        foreach (var member in panel.Members)
        {
            var judgments = await store.ReadJudgmentsAsync(tournament.Name, [shard.Prompt.Id], member.Description.Fingerprint, cancellationToken).ConfigureAwait(false);
            members.Add(judgments.ToDictionary(
                judgment => (judgment.First, judgment.Second, judgment.Turn, judgment.Repeat),
                judgment => judgment with { Judge = member.Description.Name }));
        }

        // The members' own judgments hold what was read; adding it up again would count it twice.
        return
        [
            .. shard.Comparisons.Select(comparison => panel.Combine(
                [.. members.Select(member => member[(comparison.First.Contestant, comparison.Second?.Contestant, comparison.Turn, comparison.Repeat)])])
                with { Tokens = null, Seconds = null }),
        ];
    }

    private void Count(RunProgress more)
    {
        lock (_counting)
        {
            _progress = _progress with
            {
                Planned = _progress.Planned + more.Planned,
                Judged = _progress.Judged + more.Judged,
                Reused = _progress.Reused + more.Reused,
                Failed = _progress.Failed + more.Failed,
                PromptTokens = _progress.PromptTokens + more.PromptTokens,
                ComputedTokens = _progress.ComputedTokens + more.ComputedTokens,
            };
        }
    }
}
