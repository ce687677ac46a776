using Hangfire;

namespace Arena.Workers;

/// <summary>What Hangfire runs: the judging of one shard.</summary>
internal sealed class ShardJob(Func<ShardOrder, CancellationToken, Task> judge)
{
    /// <summary>Judges and stores a shard. What fails is tried again, soon and then less soon; the judge itself has tried the server again before.</summary>
    /// <param name="order">The shard.</param>
    /// <param name="cancellationToken">Hangfire's: set when the worker ends.</param>
    [AutomaticRetry(Attempts = 8, DelaysInSeconds = [1, 2, 5, 10, 30, 60, 120, 300], OnAttemptsExceeded = AttemptsExceededAction.Fail)]
    [JobDisplayName("{0}")]
    [ShortMemory]
    public Task JudgeAsync(ShardOrder order, CancellationToken cancellationToken) => judge(order, cancellationToken);
}
