using System.Globalization;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Storage;
using Arena.Core.Tournaments;
using Arena.Judges;
using Arena.Judges.Engines.OpenAI;
using Hangfire;
using Npgsql;

namespace Arena.Workers;

/// <summary>
/// A process that judges what runs order. It works for one judge at a time and keeps that judge's model loaded; when nothing is left to do for it, another judge's turn comes.
/// </summary>
/// <param name="options">How it works.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told what it does and what went wrong, a sentence each; never what was judged.</param>
public sealed class ShardWorker(WorkerOptions options, TimeProvider time, Action<string> log)
{
    /// <summary>Times are compared between machines where jobs are tried again later; more than this is a clock that nobody sets.</summary>
    private static readonly TimeSpan LargestSkew = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HashSet<(int Run, string Judge)> _refused = [];
    private volatile IReadOnlyList<RunInHand> _runs = [];
    private long _busyAt;

    /// <summary>Works until it is cancelled, or idle for long enough.</summary>
    /// <param name="cancellationToken">Ends it; what is in hand goes back to the queue at once.</param>
    /// <exception cref="BadInputException">
    /// The database cannot be used, the clock is wrong, or <see cref="WorkerOptions.Judge"/> is here another judge than the run's.
    /// </exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var store = await ArenaStore.OpenAsync(options.Store, time, create: true, cancellationToken).ConfigureAwait(false);
        log($"Works for {(options.Judge is { } judge ? $"judge {judge}" : "any judge")} of {store.Name}; Ctrl-C ends it.");
        Volatile.Write(ref _busyAt, time.GetTimestamp());
        var queue = default(WorkQueues);
        var outage = default(long?);
        while (!IsIdle())
        {
            try
            {
                if (queue is null)
                {
                    await CheckClockAsync(cancellationToken).ConfigureAwait(false);
                    queue = await WorkQueues.OpenAsync(options.Store, cancellationToken).ConfigureAwait(false);
                }

                _runs = await ReadRunsAsync(store, cancellationToken).ConfigureAwait(false);
                if (Choose(queue) is { } task)
                {
                    await ServeAsync(store, queue, task, cancellationToken).ConfigureAwait(false);
                }

                outage = null;
            }
            catch (Exception e) when (Outage.IsOutage(e) && time.GetElapsedTime(outage ??= time.GetTimestamp()) < Outage.Longest)
            {
                log($"The database is away ({e.Message}); waits for it.");
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A judge's entry in a run's file, with the judges that it makes.</summary>
    private sealed record JudgeTask(RunInHand Run, TournamentFile File, JudgeFile Entry, IReadOnlyList<RunManifest.JudgeEntry> Judges);

    private static async Task<IReadOnlyList<RunInHand>> ReadRunsAsync(ArenaStore store, CancellationToken cancellationToken)
    {
        var runs = await store.ReadRunsInHandAsync(cancellationToken).ConfigureAwait(false);
        return [.. runs.Where(run => RunManifest.Read(run.Run.Manifest).IsDistributed)];
    }

    /// <summary>The judge with the most shards waiting for each worker that it has already.</summary>
    private JudgeTask? Choose(WorkQueues queue)
    {
        var served = queue.Storage.GetMonitoringApi().Servers()
            .Where(server => time.GetUtcNow().UtcDateTime - server.Heartbeat < WorkQueues.Silence)
            .SelectMany(server => server.Queues)
            .CountBy(name => name)
            .ToDictionary();
        return Tasks()
            .Select(task => (Task: task, Waiting: task.Judges.Sum(judge => queue.CountWaiting(judge.Fingerprint)),
                Workers: served.GetValueOrDefault(WorkQueues.NameOf(task.Judges[0].Fingerprint))))
            .Where(task => task.Waiting > 0)
            .OrderByDescending(task => (double)task.Waiting / (1 + task.Workers))
            .Select(task => task.Task)
            .FirstOrDefault();
    }

    private IEnumerable<JudgeTask> Tasks()
    {
        foreach (var run in _runs)
        {
            var file = TournamentFileReader.Parse(run.Run.File);
            var manifest = RunManifest.Read(run.Run.Manifest);
            foreach (var entry in file.Judges.Where(entry => entry.Kind == JudgeSource.Llm && (options.Judge is null || entry.Name == options.Judge)))
            {
                RunManifest.JudgeEntry[] judges = [.. manifest.Judges.Where(judge => judge.Name == entry.Name || judge.Name.StartsWith($"{entry.Name}/", StringComparison.Ordinal))];
                if (judges.Length > 0 && !_refused.Contains((run.Run.Id, entry.Name)))
                {
                    yield return new JudgeTask(run, file, entry, judges);
                }
            }
        }
    }

    /// <summary>Opens a judge and works off its queues until they are empty and others' are not.</summary>
    private async Task ServeAsync(ArenaStore store, WorkQueues queue, JudgeTask task, CancellationToken cancellationToken)
    {
        OpenedJudges opened;
        try
        {
            opened = await OpenAsync(task, cancellationToken).ConfigureAwait(false);
        }
        catch (BadInputException e) when (!Outage.IsOutage(e) && options.Judge is null)
        {
            log($"Leaves judge {task.Entry.Name} to others: {e.Message}");
            _refused.Add((task.Run.Run.Id, task.Entry.Name));
            return;
        }

        await using (opened)
        {
            var judges = opened.All.ToDictionary(judge => judge.Description.Fingerprint);
            using var depth = new QueueDepth(task.Judges.Select(judge => (judge.Name, judge.Protocol, judge.Fingerprint)), queue);
            var workers = options.Concurrency ?? (task.Entry.Endpoints.Count > 0 ? task.Entry.Concurrency : 1);
            log(string.Create(CultureInfo.InvariantCulture, $"Judges with {task.Entry.Name}, {workers} at once."));
            using var server = new BackgroundJobServer(
                new BackgroundJobServerOptions
                {
                    // Hangfire adds the process.
                    ServerName = Environment.MachineName,
                    Queues = [.. task.Judges.Select(judge => WorkQueues.NameOf(judge.Fingerprint))],
                    WorkerCount = workers,
                    Activator = new JobActivation(new ShardJob((order, token) => JudgeAsync(store, judges, order, token))),
                    SchedulePollingInterval = Pause,
                    HeartbeatInterval = WorkQueues.Silence / 3,
                    ServerTimeout = WorkQueues.Silence * 2,
                    ServerCheckInterval = WorkQueues.Silence,
                    ShutdownTimeout = TimeSpan.FromSeconds(10),
                },
                queue.Storage);
            try
            {
                while (!IsIdle())
                {
                    await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
                    try
                    {
                        _runs = await ReadRunsAsync(store, cancellationToken).ConfigureAwait(false);
                        var waiting = task.Judges.Sum(judge => queue.CountWaiting(judge.Fingerprint));
                        if (waiting == 0 && time.GetElapsedTime(Volatile.Read(ref _busyAt)) > Pause && Choose(queue) is { } other && other.Entry.Name != task.Entry.Name)
                        {
                            break;
                        }
                    }
                    catch (Exception e) when (Outage.IsOutage(e))
                    {
                        log($"The database is away ({e.Message}); waits for it.");
                    }
                }
            }
            finally
            {
                server.SendStop();
                using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(10), time);
                await server.WaitForShutdownAsync(grace.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task JudgeAsync(ArenaStore store, Dictionary<string, IJudge> judges, ShardOrder order, CancellationToken cancellationToken)
    {
        // The tournament may have moved on since: then nobody wants what another file ordered.
        if (!IsWanted(order))
        {
            _runs = await ReadRunsAsync(store, cancellationToken).ConfigureAwait(false);
            if (!IsWanted(order))
            {
                log($"Passes over an order of run {order.Run.ToString(CultureInfo.InvariantCulture)}, which is over.");
                return;
            }
        }

        try
        {
            await StoredShard.JudgeAsync(store, order.Tournament, order.Prompt, judges[order.Fingerprint], order.ByName(), time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log($"A shard of judge {order.Judge} failed and is tried again: {(e is BadInputException ? e.Message : e.GetType().Name)}");
            throw;
        }
        finally
        {
            Volatile.Write(ref _busyAt, time.GetTimestamp());
        }
    }

    private bool IsWanted(ShardOrder order) => _runs.Any(run =>
        run.Tournament == order.Tournament && RunManifest.Read(run.Run.Manifest).Judges.Any(judge => judge.Fingerprint == order.Fingerprint));

    /// <summary>Opens the judge, and sees to it that it is the run's.</summary>
    private async Task<OpenedJudges> OpenAsync(JudgeTask task, CancellationToken cancellationToken)
    {
        var source = Path.Combine(options.Folder, $"{task.Run.Tournament}.yaml");
        var opened = await OpenedJudges.OpenAsync(
            [task.Entry], source, task.File.Protocols, ApiKeys.Load(), time, task.File.Seed, tournament: null, cancellationToken).ConfigureAwait(false);
        var here = opened.All.Select(judge => judge.Description.Fingerprint).ToHashSet(StringComparer.Ordinal);
        if (task.Judges.FirstOrDefault(judge => !here.Contains(judge.Fingerprint)) is { } other)
        {
            await opened.DisposeAsync().ConfigureAwait(false);
            throw new BadInputException(
                source,
                $"judge {other.Name} is here another one than the run's: its model, template or settings differ ({string.Join("; ", opened.Engines.Select(engine => $"{engine.Model}, {engine.ModelHash}"))}). " +
                "Bring the same files here, below the folder that --folder names");
        }

        return opened;
    }

    private bool IsIdle() => options.Idle is { } idle && time.GetElapsedTime(Volatile.Read(ref _busyAt)) > idle;

    private async Task CheckClockAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(StoreLocation.PostgresSettings(options.Store).ConnectionString);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var server = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!);
        var skew = time.GetUtcNow() - server;
        if (skew.Duration() > LargestSkew)
        {
            throw new BadInputException(
                StoreLocation.NameOf(options.Store),
                string.Create(CultureInfo.InvariantCulture, $"this machine's clock is {skew.Duration().TotalSeconds:F0} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} the database server's; set both by NTP"));
        }
    }

    /// <summary>Gives Hangfire the one job that there is.</summary>
    private sealed class JobActivation(ShardJob job) : JobActivator
    {
        public override object ActivateJob(Type jobType) => job;
    }
}
