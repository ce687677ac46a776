using System.Text.Json;
using Arena.Core.Storage;
using Arena.Core.Tournaments;
using Arena.Web.Site.Data;
using Arena.Web.Site.Workers;
using Arena.Workers;

namespace Arena.Web.Site.Runs;

/// <summary>The runs of a tournament and how far it is.</summary>
/// <param name="Runs">The runs, the latest first, each with what has become of it.</param>
/// <param name="Activity">Who judges now.</param>
/// <param name="Judges">How much each judge has contributed.</param>
/// <param name="Failures">Why judgments failed.</param>
/// <param name="Workforce">Who works for runs that are shared out.</param>
/// <param name="At">When this was read.</param>
internal sealed record RunsView(
    IReadOnlyList<(StoredRun Run, RunState State)> Runs,
    RunActivity Activity,
    IReadOnlyList<JudgeTally> Judges,
    IReadOnlyList<FailureTally> Failures,
    Workforce Workforce,
    DateTimeOffset At)
{
    /// <summary>A run that has not yet claimed its first prompt is no dead one.</summary>
    private static readonly TimeSpan Starting = TimeSpan.FromSeconds(10);

    /// <summary>Judgments that there are, failed ones too.</summary>
    public int Judgments => Judges.Sum(judge => judge.Judgments);

    /// <summary>Of how many judgments that the latest living run plans how many are there, failed ones not counted; null where none runs, or it does not say.</summary>
    public (int Done, int Planned)? Plan
    {
        get
        {
            if (Runs.FirstOrDefault(run => run.State == RunState.Running).Run is not { } run || Manifest(run) is not { Planned: { } planned } manifest)
            {
                return null;
            }

            // The store tells judges of equal names apart by their fingerprints.
            var judges = manifest.Judges.SelectMany(judge => new[] { (judge.Name, judge.Protocol), ($"{judge.Name} ({judge.Fingerprint[..Math.Min(8, judge.Fingerprint.Length)]})", judge.Protocol) }).ToHashSet();
            var done = Judges.Where(tally => judges.Contains((tally.Judge, tally.Protocol.ToString().ToLowerInvariant()))).Sum(tally => tally.Judgments - tally.Failed);
            return (Math.Min(done, planned), planned);
        }
    }

    /// <summary>The manifest of a run; null where another version of Arena wrote it in another form.</summary>
    public static RunManifest? Manifest(StoredRun run)
    {
        try
        {
            return RunManifest.Read(run.Manifest) is { Judges: not null, Engines: not null } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the latest run is, or was, shared out.</summary>
    public bool IsDistributed => Runs.Count > 0 && Manifest(Runs[0].Run) is { IsDistributed: true };

    /// <summary>The names of the judges whose queues a worker works off, as runs of this tournament name them; empty where it works for another tournament.</summary>
    public IReadOnlyList<string> JudgesOf(Workforce.Worker worker)
    {
        var names = Runs.Select(run => Manifest(run.Run)).OfType<RunManifest>().SelectMany(manifest => manifest.Judges)
            .ToLookup(judge => WorkQueues.NameOf(judge.Fingerprint), judge => judge.Name);
        return [.. worker.Queues.SelectMany(queue => names[queue]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Shards that wait for the judges of the latest run.</summary>
    public long Waiting => Runs.Count == 0 || Manifest(Runs[0].Run) is not { } manifest
        ? 0
        : manifest.Judges.Sum(judge => Workforce.Waiting.GetValueOrDefault(WorkQueues.NameOf(judge.Fingerprint)));

    /// <summary>Whether a process judges.</summary>
    public bool IsRunning => Runs.Any(run => run.State == RunState.Running);

    /// <summary>Reads all of it.</summary>
    public static async Task<RunsView> ReadAsync(SiteData data, SiteWorkforce workers, string tournament, CancellationToken cancellationToken)
    {
        await data.RequireAsync(tournament, cancellationToken).ConfigureAwait(false);
        return await data.ReadAsync(
            async (store, token) =>
            {
                var runs = await store.ReadRunsAsync(tournament, token).ConfigureAwait(false);
                var activity = await store.ReadActivityAsync(tournament, token).ConfigureAwait(false);
                var workforce = await workers.ReadAsync(tournament, token).ConfigureAwait(false);
                var now = data.Time.GetUtcNow();
                return new RunsView(
                    States(runs, activity.Processes + (workforce.IsDriven ? 1 : 0), now),
                    activity,
                    await store.ReadJudgeTalliesAsync(tournament, token).ConfigureAwait(false),
                    await store.ReadFailuresAsync(tournament, token).ConfigureAwait(false),
                    workforce,
                    now);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Tells runs that go on from those that died: the store does not say which process began which run, but a process that lives has begun no earlier than one that died in
    /// its place, so the latest that have not ended are theirs.
    /// </summary>
    public static IReadOnlyList<(StoredRun Run, RunState State)> States(IReadOnlyList<StoredRun> runs, int living, DateTimeOffset now)
    {
        var states = new List<(StoredRun, RunState)>();
        foreach (var run in runs)
        {
            var state = run.FinishedAt is not null ? RunState.Ended : living-- > 0 || now - run.StartedAt < Starting ? RunState.Running : RunState.Died;
            states.Add((run, state));
        }

        return states;
    }
}
