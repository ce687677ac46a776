using Arena.Core;
using Arena.Core.Tournaments;

namespace Arena.Workers;

/// <summary>Runs a tournament with workers: orders what is missing, waits for it, and goes on where a restart of the database broke it off.</summary>
public static class DistributedRun
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Runs to the end, in a store that the caller has reached already.</summary>
    /// <param name="location">The store's connection string.</param>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="run">Runs the tournament with shards judged by the dispatcher; called again after an outage, and then begins with what is stored.</param>
    /// <param name="tell">Told what it waits for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels; what is ordered is judged nevertheless.</param>
    /// <exception cref="BadInputException">The store is a file, the database cannot be used, or a judge cannot judge.</exception>
    public static async Task<RunResult> RunAsync(
        string location,
        string tournament,
        Func<IShardDispatcher, Task<RunResult>> run,
        Action<string> tell,
        TimeProvider time,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(tell);
        ArgumentNullException.ThrowIfNull(time);
        var outage = default(long?);
        while (true)
        {
            try
            {
                var queue = await WorkQueues.OpenAsync(location, cancellationToken).ConfigureAwait(false);
                await using var driving = await DrivingLock.TakeAsync(
                    location, tournament, () => tell($"Another process runs {tournament}; waits for it, and takes its place should it end."), time, cancellationToken).ConfigureAwait(false);
                outage = null;
                return await run(new ShardDispatcher(queue, time)).ConfigureAwait(false);
            }
            catch (Exception e) when (Outage.IsOutage(e) && time.GetElapsedTime(outage ??= time.GetTimestamp()) < Outage.Longest)
            {
                tell($"The database is away ({e.Message}); waits for it.");
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
