using System.Collections.Concurrent;
using Arena.Core.Judging;
using Arena.Core.Storage;
using Arena.Core.Tournaments.Pairing;

namespace Arena.Core.Tournaments;

/// <summary>
/// Judges what a tournament plans and the store lacks. Work is cut into shards, a prompt with a judge each; a shard is stored when it is done, all
/// of it or nothing, so a run can be killed at any moment and started again. Several processes may run one tournament at once: none judges what
/// another does or has done.
/// </summary>
public sealed class TournamentRunner
{
    private static readonly TimeSpan PauseForOthers = TimeSpan.FromMilliseconds(200);

    private readonly TournamentFile _file;
    private readonly Tournament _tournament;
    private readonly IReadOnlyList<IJudge> _judges;
    private readonly RunManifest _manifest;
    private readonly ArenaStore _store;
    private readonly TimeProvider _time;
    private readonly TournamentKeys _keys;
    private readonly Dictionary<string, Prompt> _prompts;
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly Lock _counting = new();
    private IReadOnlySet<UInt128> _there = new HashSet<UInt128>();
    private RunProgress _progress;
    private long _began;

    /// <summary>Makes a runner for one run.</summary>
    /// <param name="file">The tournament's file.</param>
    /// <param name="tournament">What it names.</param>
    /// <param name="judges">Its judges, panels after their members.</param>
    /// <param name="manifest">What it runs with.</param>
    /// <param name="store">Where judgments are kept.</param>
    /// <param name="time">The clock.</param>
    public TournamentRunner(
        TournamentFile file, Tournament tournament, IReadOnlyList<IJudge> judges, RunManifest manifest, ArenaStore store, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(tournament);
        ArgumentNullException.ThrowIfNull(judges);
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        (_file, _tournament, _judges, _manifest, _store, _time) = (file, tournament, judges, manifest, store, time);
        _keys = new(tournament);
        _prompts = tournament.Prompts.ToDictionary(prompt => prompt.Id, StringComparer.Ordinal);
    }

    /// <summary>Runs to the end of the plan.</summary>
    /// <param name="progress">Told after every shard; null where nobody asks.</param>
    /// <param name="cancellationToken">Cancels; the shards in hand are dropped, those done stay.</param>
    /// <exception cref="BadInputException">The store cannot be written, or a judge cannot judge at all.</exception>
    public async Task<RunResult> RunAsync(IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        _began = _time.GetTimestamp();
        var fingerprints = _judges.Select(judge => judge.Description.Fingerprint).ToHashSet(StringComparer.Ordinal);
        _there = await _store.SynchroniseAsync(
            _tournament.Name,
            _tournament.Prompts,
            _tournament.Responses,
            (fingerprint, judgment) => fingerprints.Contains(fingerprint) ? _keys.Of(fingerprint, judgment) : null,
            cancellationToken).ConfigureAwait(false);
        var run = await _store.BeginRunAsync(_tournament.Name, TournamentFileReader.Write(_file), _manifest.ToJson(), cancellationToken).ConfigureAwait(false);
        string? stop = null;
        using (_store.BeginJudging(out var owner))
        {
            foreach (var protocol in _file.Protocols)
            {
                IJudge[] judges = [.. _judges.Where(judge => judge.Description.Protocol == protocol)];
                if (protocol == Protocol.Pointwise)
                {
                    await JudgeAsync(judges, TournamentPlan.Pointwise(_file, _tournament), owner, progress, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                var pool = TournamentPlan.Pool(_file, _tournament);
                var strategy = TournamentPlan.Strategy(_file, pool);
                var judged = new Dictionary<PlannedComparison, double?>();
                while (true)
                {
                    var step = strategy.Plan(judged);
                    if (step.Comparisons.Count == 0)
                    {
                        stop = TournamentPlan.Tell(step.Stop, _file, pool);
                        break;
                    }

                    await JudgeAsync(judges, TournamentPlan.Pairwise(_file, _tournament, step.Comparisons), owner, progress, cancellationToken).ConfigureAwait(false);

                    // Only what comes of the pairs that were asked for enters, so that a run that is resumed plans as one that was never stopped.
                    await AddOutcomesAsync(judged, judges, step.Comparisons, strategy is AdaptivePairing, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        var result = new RunResult(Now(), _failures, stop);
        await _store.FinishRunAsync(run, _manifest.With(result).ToJson(), CancellationToken.None).ConfigureAwait(false);
        return result;
    }

    private async Task JudgeAsync(
        IJudge[] judges, IReadOnlyList<JudgingShard> plan, string owner, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        // Panels combine what their members have judged, so members come first.
        foreach (var isPanel in new[] { false, true })
        {
            var work = new List<(JudgingShard Shard, IJudge Judge)>();
            foreach (var judge in judges.Where(judge => judge is JudgePanel == isPanel))
            {
                foreach (var shard in plan)
                {
                    var missing = _keys.Missing(judge, shard, _there);
                    Count(new(shard.Comparisons.Count, 0, shard.Comparisons.Count - missing.Count, 0, 0, 0, default));
                    if (missing.Count > 0)
                    {
                        work.Add((shard with { Comparisons = missing }, judge));
                    }
                }
            }

            progress?.Report(Now());
            while (work.Count > 0)
            {
                var elsewhere = new ConcurrentBag<(JudgingShard, IJudge)>();
                await Parallel.ForEachAsync(
                    work,
                    new ParallelOptions { MaxDegreeOfParallelism = _file.Concurrency, CancellationToken = cancellationToken },
                    async (item, token) =>
                    {
                        if (!await JudgeAsync(item.Shard, item.Judge, owner, token).ConfigureAwait(false))
                        {
                            elsewhere.Add(item);
                        }

                        progress?.Report(Now());
                    }).ConfigureAwait(false);

                // What another process has in hand is waited for: it may die, and then it is ours.
                work = [.. elsewhere];
                if (work.Count > 0)
                {
                    await Task.Delay(PauseForOthers, _time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Judges and stores a shard; false where another process has it in hand.</summary>
    private async Task<bool> JudgeAsync(JudgingShard shard, IJudge judge, string owner, CancellationToken cancellationToken)
    {
        var stored = StoredJudge.Asked(judge.Description);
        if (await _store.ClaimShardAsync(_tournament.Name, shard.Prompt.Id, stored, owner, cancellationToken).ConfigureAwait(false) is not { } there)
        {
            return false;
        }

        var missing = _keys.Missing(judge, shard, there);
        var began = _time.GetTimestamp();
        IReadOnlyList<Judgment> judgments = missing.Count == 0 ? []
            : judge is JudgePanel panel ? await CombineAsync(panel, shard with { Comparisons = missing }, cancellationToken).ConfigureAwait(false)
            : await judge.JudgeAsync(shard with { Comparisons = missing }, cancellationToken).ConfigureAwait(false);
        var seconds = missing.Count == 0 ? 0 : _time.GetElapsedTime(began).TotalSeconds / missing.Count;
        await _store.FinishShardAsync(
            _tournament.Name,
            shard.Prompt.Id,
            stored,
            [.. missing.Zip(judgments, (comparison, judgment) => (_keys.Of(judge, shard.Prompt, comparison), judgment with { Seconds = judgment.Seconds ?? seconds }))],
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
        return true;
    }

    private async Task<IReadOnlyList<Judgment>> CombineAsync(JudgePanel panel, JudgingShard shard, CancellationToken cancellationToken)
    {
        var members = new List<Dictionary<(string, string?, int, int), Judgment>>();
        foreach (var member in panel.Members)
        {
            var judgments = await _store.ReadJudgmentsAsync(_tournament.Name, shard.Prompt.Id, member.Description.Fingerprint, cancellationToken).ConfigureAwait(false);
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

    /// <summary>
    /// Adds what came of pairs: the mean outcome for the first contestant over all judges that are no panels, and over turns and repeats; null
    /// where nobody gave a verdict, or nobody looks.
    /// </summary>
    private async Task AddOutcomesAsync(
        Dictionary<PlannedComparison, double?> judged,
        IJudge[] judges,
        IReadOnlyList<PlannedComparison> pairs,
        bool isAdaptive,
        CancellationToken cancellationToken)
    {
        foreach (var group in pairs.GroupBy(pair => pair.Prompt))
        {
            var judgments = new List<Judgment>();
            foreach (var judge in judges.Where(judge => isAdaptive && judge is not JudgePanel))
            {
                judgments.AddRange(await _store.ReadJudgmentsAsync(
                    _tournament.Name, _tournament.Prompts[group.Key].Id, judge.Description.Fingerprint, cancellationToken).ConfigureAwait(false));
            }

            var ofPair = judgments.Where(judgment => !judgment.IsFailed).ToLookup(judgment => Unordered(judgment.First, judgment.Second!));
            foreach (var pair in group)
            {
                var (first, second) = (_tournament.Contestants[pair.First], _tournament.Contestants[pair.Second]);
                double[] earned = [.. ofPair[Unordered(first, second)].Select(judgment => Earned(judgment, first)).Order()];
                judged.Add(pair, earned.Length == 0 ? null : Math.Clamp(earned.Average(), 0, 1));
            }
        }

        static (string, string) Unordered(string a, string b) => string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);

        static double Earned(Judgment judgment, string contestant)
        {
            var outcome = BattleMerge.OutcomeOf(judgment.Verdict, judgment.FirstWinProbability);
            return judgment.First == contestant ? outcome : 1 - outcome;
        }
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

    private RunProgress Now()
    {
        lock (_counting)
        {
            return _progress with { Elapsed = _time.GetElapsedTime(_began) };
        }
    }
}
