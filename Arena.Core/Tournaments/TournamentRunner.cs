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
    private readonly TournamentFile _file;
    private readonly Tournament _tournament;
    private readonly IReadOnlyList<IJudge> _judges;
    private readonly RunManifest _manifest;
    private readonly ArenaStore _store;
    private readonly TimeProvider _time;
    private readonly IShardDispatcher? _dispatcher;
    private readonly TournamentKeys _keys;

    /// <summary>Makes a runner for one run.</summary>
    /// <param name="file">The tournament's file.</param>
    /// <param name="tournament">What it names.</param>
    /// <param name="judges">Its judges, panels after their members.</param>
    /// <param name="manifest">What it runs with.</param>
    /// <param name="store">Where judgments are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="dispatcher">Where shards are judged elsewhere; null where all are judged here.</param>
    public TournamentRunner(
        TournamentFile file,
        Tournament tournament,
        IReadOnlyList<IJudge> judges,
        RunManifest manifest,
        ArenaStore store,
        TimeProvider time,
        IShardDispatcher? dispatcher = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(tournament);
        ArgumentNullException.ThrowIfNull(judges);
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        (_file, _tournament, _judges, _manifest, _store, _time, _dispatcher) = (file, tournament, judges, manifest, store, time, dispatcher);
        _keys = new(tournament);
    }

    /// <summary>Runs to the end of the plan.</summary>
    /// <param name="progress">Told after every shard; null where nobody asks.</param>
    /// <param name="cancellationToken">Cancels; the shards in hand are dropped, those done stay.</param>
    /// <exception cref="BadInputException">The store cannot be written, or a judge cannot judge at all.</exception>
    public Task<RunResult> RunAsync(IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default) =>
        JudgingTelemetry.RunAsync(_tournament.Name, () => RunToEndAsync(progress, cancellationToken));

    private async Task<RunResult> RunToEndAsync(IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var fingerprints = _judges.Select(judge => judge.Description.Fingerprint).ToHashSet(StringComparer.Ordinal);
        var there = await _store.SynchroniseAsync(
            _tournament.Name,
            _tournament.Prompts,
            _tournament.Responses,
            (fingerprint, judgment) => fingerprints.Contains(fingerprint) ? _keys.Of(fingerprint, judgment) : null,
            cancellationToken).ConfigureAwait(false);
        var manifest = _manifest with { Planned = TournamentPlan.Count(_file, _tournament, _judges), IsDistributed = _dispatcher is not null };
        var run = await _store.BeginRunAsync(_tournament.Name, TournamentFileReader.Write(_file), manifest.ToJson(), cancellationToken).ConfigureAwait(false);
        var runner = new ShardRunner(_tournament, _keys, _store, _file.Concurrency, _time, run, _dispatcher);
        string? stop = null;
        using (_store.BeginJudging(out var owner))
        {
            foreach (var protocol in _file.Protocols)
            {
                IJudge[] judges = [.. _judges.Where(judge => judge.Description.Protocol == protocol)];
                if (protocol == Protocol.Pointwise)
                {
                    await runner.RunAsync(judges, TournamentPlan.Pointwise(_file, _tournament), there, owner, progress, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                var pool = TournamentPlan.Pool(_file, _tournament);
                IJudge[] eager = [.. judges.Where(judge => judge.JudgesEveryPair)];
                await runner.RunAsync(eager, TournamentPlan.Pairwise(_file, _tournament, pool.Comparisons), there, owner, progress, cancellationToken).ConfigureAwait(false);
                judges = [.. judges.Except(eager)];
                var strategy = TournamentPlan.Strategy(_file, pool);
                var judged = new Dictionary<PlannedComparison, double?>();
                while (judges.Length > 0)
                {
                    var step = strategy.Plan(judged);
                    if (step.Comparisons.Count == 0)
                    {
                        stop = TournamentPlan.Tell(step.Stop, _file, pool);
                        break;
                    }

                    await runner.RunAsync(judges, TournamentPlan.Pairwise(_file, _tournament, step.Comparisons), there, owner, progress, cancellationToken).ConfigureAwait(false);

                    // Only what comes of the pairs that were asked for enters, so that a run that is resumed plans as one that was never stopped.
                    await AddOutcomesAsync(judged, judges, step.Comparisons, strategy is AdaptivePairing, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        var result = new RunResult(runner.Progress, runner.Failures, stop);
        await _store.FinishRunAsync(run, manifest.With(result).ToJson(), CancellationToken.None).ConfigureAwait(false);
        return result;
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
                    _tournament.Name, [_tournament.Prompts[group.Key].Id], judge.Description.Fingerprint, cancellationToken).ConfigureAwait(false));
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
}
