using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Tournaments;
using Arena.Judges;
using Hangfire.States;
using Hangfire.Storage;

namespace Arena.Workers;

/// <summary>Orders shards from workers, and waits until they are done. What costs next to nothing, recordings, panels and surrogates, stays where the run is.</summary>
/// <param name="queue">The queues.</param>
/// <param name="time">The clock.</param>
public sealed class ShardDispatcher(WorkQueues queue, TimeProvider time) : IShardDispatcher
{
    /// <summary>How many of the oldest orders are looked at at once; queues are worked off in order.</summary>
    private const int LookedAt = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenTicks = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public bool Takes(IJudge judge) => judge is LlmJudge;

    /// <inheritdoc/>
    public async Task JudgeAsync(
        int run,
        string tournament,
        IReadOnlyList<(JudgingShard Shard, IJudge Judge)> shards,
        Func<CancellationToken, Task> waiting,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentNullException.ThrowIfNull(waiting);

        // An earlier process that was killed may have ordered some of them.
        var queued = FindQueued(tournament, [.. shards.Select(item => item.Judge.Description.Fingerprint).Distinct()], cancellationToken);
        var orders = new List<ShardOrder>();
        var jobs = new List<string>();
        foreach (var (shard, judge) in shards)
        {
            if (queued.TryGetValue((judge.Description.Fingerprint, shard.Prompt.Id), out var job))
            {
                jobs.Add(job);
            }
            else
            {
                orders.Add(ShardOrder.Of(run, tournament, shard, judge.Description));
            }
        }

        jobs.AddRange(await queue.AddAsync(orders, time.GetUtcNow(), cancellationToken).ConfigureAwait(false));
        await WaitAsync(jobs, waiting, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The orders of a tournament that wait already.</summary>
    private Dictionary<(string Fingerprint, string Prompt), string> FindQueued(string tournament, string[] fingerprints, CancellationToken cancellationToken)
    {
        const int PageSize = 1000;
        var found = new Dictionary<(string, string), string>();
        var monitor = queue.Storage.GetMonitoringApi();
        foreach (var fingerprint in fingerprints)
        {
            var name = WorkQueues.NameOf(fingerprint);
            for (var from = 0; ; from += PageSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var page = monitor.EnqueuedJobs(name, from, PageSize);
                foreach (var (id, job) in page)
                {
                    if (job?.Job?.Args is [ShardOrder order, ..] && order.Tournament == tournament)
                    {
                        found[(order.Fingerprint, order.Prompt)] = id;
                    }
                }

                if (page.Count < PageSize)
                {
                    break;
                }
            }
        }

        return found;
    }

    private async Task WaitAsync(List<string> jobs, Func<CancellationToken, Task> waiting, CancellationToken cancellationToken)
    {
        var open = new LinkedList<string>(jobs);
        var ticked = time.GetTimestamp();
        while (open.Count > 0)
        {
            using (var connection = queue.Storage.GetConnection())
            {
                var waits = 0;
                for (var node = open.First; node is not null && waits < LookedAt;)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var next = node.Next;
                    var state = connection.GetJobData(node.Value)?.State;
                    if (state == FailedState.StateName)
                    {
                        throw Failed(connection, node.Value, open.Count);
                    }

                    // One that is gone was done and forgotten, or lost by a crash of the server; the store tells which.
                    if (state is null || state == SucceededState.StateName || state == DeletedState.StateName)
                    {
                        open.Remove(node);
                    }
                    else
                    {
                        waits++;
                    }

                    node = next;
                }
            }

            if (open.Count > 0)
            {
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
                if (time.GetElapsedTime(ticked) > BetweenTicks)
                {
                    await waiting(cancellationToken).ConfigureAwait(false);
                    ticked = time.GetTimestamp();
                }
            }
        }
    }

    private static BadInputException Failed(IStorageConnection connection, string job, int open)
    {
        var reason = connection.GetStateData(job)?.Data is { } data && data.TryGetValue("ExceptionMessage", out var message) ? message : "the workers' log says why";
        return new BadInputException(
            "workers", $"a shard failed again and again, the last time so: {reason} ({open} shards are not done). All that was judged is kept; mend it, and run this again");
    }
}
