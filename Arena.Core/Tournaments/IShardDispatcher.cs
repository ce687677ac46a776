using Arena.Core.Judging;

namespace Arena.Core.Tournaments;

/// <summary>Has shards judged by other processes.</summary>
public interface IShardDispatcher
{
    /// <summary>Whether a judge's shards are judged elsewhere; the others are judged where the run is.</summary>
    /// <param name="judge">The judge.</param>
    public bool Takes(IJudge judge);

    /// <summary>Has shards judged. It may lose some: the caller looks into the store and asks again for what is not there.</summary>
    /// <param name="run">The run's number in the store.</param>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="shards">What to judge, and who does.</param>
    /// <param name="waiting">Called now and then while others judge.</param>
    /// <param name="cancellationToken">Cancels the wait; what is queued is judged nevertheless.</param>
    /// <exception cref="BadInputException">A judge cannot judge at all.</exception>
    public Task JudgeAsync(
        int run,
        string tournament,
        IReadOnlyList<(JudgingShard Shard, IJudge Judge)> shards,
        Func<CancellationToken, Task> waiting,
        CancellationToken cancellationToken);
}
