using System.Diagnostics.Metrics;
using Arena.Core;

namespace Arena.Workers;

/// <summary>
/// Tells how many shards wait in the queues that a worker works off, as <c>arena.queue.depth</c>. All workers of a judge tell of the same queue: it is not to be added up.
/// </summary>
internal sealed class QueueDepth : IDisposable
{
    // A gauge lives as long as its meter, and a worker changes judges.
    private readonly Meter _meter = new(Telemetry.Name);

    /// <param name="judges">Name, protocol and fingerprint of each judge.</param>
    /// <param name="queues">The queues; asked only where somebody listens.</param>
    public QueueDepth(IEnumerable<(string Name, string Protocol, string Fingerprint)> judges, WorkQueues queues)
    {
        foreach (var (name, protocol, fingerprint) in judges)
        {
            _meter.CreateObservableGauge(
                "arena.queue.depth",
                () => new Measurement<long>(queues.CountWaiting(fingerprint), new(Telemetry.Judge, name), new("arena.protocol", protocol)),
                "{shard}",
                "Shards that wait for a worker.");
        }
    }

    public void Dispose() => _meter.Dispose();
}
