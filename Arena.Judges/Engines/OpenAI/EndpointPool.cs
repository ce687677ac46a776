using System.Numerics;

namespace Arena.Judges.Engines.OpenAI;

/// <summary>
/// Chooses which of several servers of one model gets the next request. Requests that begin alike go to the same server, which has their beginning cached, as long as that
/// leaves it with no more than a quarter over its share (consistent hashing with bounded loads, Mirrokni et al. 2018; hashing by highest random weight, Thaler and Ravishankar
/// 1998). A server's share goes by how fast it answers. One that failed is left alone for a while; one that says that requests are too many is given one fewer, and is tried
/// with one more only after many answers; if it refuses even one it is left alone for longer and longer. Safe for use from several threads.
/// </summary>
internal sealed class EndpointPool
{
    /// <summary>How long an endpoint is avoided after it failed.</summary>
    public static readonly TimeSpan Avoidance = TimeSpan.FromSeconds(30);

    /// <summary>The pause of a server that refuses a single request and does not say for how long; it doubles as long as it does so.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Who waits looks again after so long at the latest.</summary>
    private static readonly TimeSpan LongestNap = TimeSpan.FromSeconds(1);

    /// <summary>Longer than this nobody waits for a paused server; it is asked, and its answer says that it is still too much.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <summary>How far above its share a server may be for the sake of what it has cached.</summary>
    private const double Slack = 1.25;

    /// <summary>A server is given one request more at once after ten times as many answers as it has requests.</summary>
    private const double Growth = 0.1;

    /// <summary>Weight of a new answer in the mean seconds.</summary>
    private const double Novelty = 0.2;

    private readonly Lock _lock = new();
    private readonly Endpoint[] _endpoints;
    private readonly TimeProvider _time;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EndpointPool(IEnumerable<Uri> endpoints, TimeProvider time)
    {
        _endpoints = [.. endpoints.Select(address => new Endpoint(address.AbsoluteUri.TrimEnd('/')))];
        _time = time;
    }

    /// <summary>Takes the endpoint for a request; waits where all that are well have as much as they take.</summary>
    /// <param name="affinity">Stands for the request's beginning; null where it is like no other.</param>
    /// <param name="tried">Endpoints that failed this request already.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Endpoint> TakeAsync(ulong? affinity, IReadOnlyCollection<Endpoint> tried, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            TimeSpan wait;
            lock (_lock)
            {
                if (Choose(affinity, tried) is { } chosen)
                {
                    chosen.Outstanding++;
                    return chosen;
                }

                changed = _changed.Task;
                wait = NapOf();
            }

            await Task.WhenAny(changed, Task.Delay(wait, _time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Whether another endpoint could answer what these could not.</summary>
    public bool HasOther(IReadOnlyCollection<Endpoint> tried)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            return _endpoints.Any(endpoint => !tried.Contains(endpoint) && endpoint.AvoidedUntil <= now && endpoint.PausedUntil <= now);
        }
    }

    /// <summary>Gives an endpoint back, with what came of the request.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="retryAfter">How long the server asks to be left alone; null where it does not say.</param>
    public void Return(Endpoint endpoint, EndpointOutcome outcome, TimeSpan took, TimeSpan? retryAfter = null)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            switch (outcome)
            {
                case EndpointOutcome.Answered:
                    endpoint.Seconds = double.IsNaN(endpoint.Seconds) ? took.TotalSeconds : endpoint.Seconds + (Novelty * (took.TotalSeconds - endpoint.Seconds));
                    endpoint.Limit += Growth / endpoint.Limit;
                    endpoint.Refusals = 0;
                    break;
                case EndpointOutcome.Limited:
                    endpoint.Refusals = endpoint.Outstanding > 1 ? 0 : endpoint.Refusals + 1;
                    endpoint.Limit = Math.Max(1, Math.Min(endpoint.Limit, endpoint.Outstanding - 1));
                    endpoint.PausedUntil = now + (retryAfter is { } asked && asked > TimeSpan.Zero ? asked : PauseOf(endpoint.Refusals));
                    break;
                case EndpointOutcome.Failed:
                    endpoint.AvoidedUntil = now + Avoidance;
                    break;
                default:
                    break;
            }

            endpoint.Outstanding--;
            var changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            changed.SetResult();
        }
    }

    /// <summary>The endpoint; null where it is worth waiting for one.</summary>
    private Endpoint? Choose(ulong? affinity, IReadOnlyCollection<Endpoint> tried)
    {
        var now = _time.GetUtcNow();
        Endpoint[] untried = [.. _endpoints.Where(endpoint => !tried.Contains(endpoint))];
        Endpoint[] well = [.. untried.Where(endpoint => endpoint.AvoidedUntil <= now)];
        Endpoint[] free = [.. well.Where(endpoint => endpoint.PausedUntil <= now && endpoint.Outstanding + 1 <= endpoint.Limit)];
        if (free.Length == 0)
        {
            // Somebody has to find out whether those that failed are back.
            return well.Any(endpoint => endpoint.PausedUntil - now < LongestWait)
                ? null
                : (untried.Length > 0 ? untried : _endpoints).MinBy(endpoint => (endpoint.AvoidedUntil, endpoint.PausedUntil, endpoint.Outstanding));
        }

        // An endpoint that was never heard of counts as the fastest, so that it is.
        var fastest = free.Select(endpoint => endpoint.Seconds).Where(double.IsFinite).DefaultIfEmpty(1).Min();
        double SpeedOf(Endpoint endpoint) => 1 / Math.Max(1e-6, double.IsNaN(endpoint.Seconds) ? fastest : endpoint.Seconds);
        if (affinity is { } beginning)
        {
            var speeds = free.Sum(SpeedOf);
            var all = free.Sum(endpoint => endpoint.Outstanding) + 1;
            if (free.Where(endpoint => endpoint.Outstanding < Math.Ceiling(Slack * all * SpeedOf(endpoint) / speeds)).MaxBy(endpoint => Mix(beginning, endpoint)) is { } liked)
            {
                return liked;
            }
        }

        return free.MinBy(endpoint => (endpoint.Outstanding + 1) / SpeedOf(endpoint));
    }

    private static TimeSpan PauseOf(int refusals) => refusals switch
    {
        0 => TimeSpan.Zero,
        > 9 => LongestPause,
        _ => TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << (refusals - 1))),
    };

    private TimeSpan NapOf()
    {
        var now = _time.GetUtcNow();
        var soonest = _endpoints.Where(endpoint => endpoint.PausedUntil > now).Select(endpoint => endpoint.PausedUntil - now).DefaultIfEmpty(LongestNap).Min();
        return soonest < LongestNap ? soonest + TimeSpan.FromMilliseconds(1) : LongestNap;
    }

    /// <summary>A number that is random over endpoints and beginnings, and always the same for the same.</summary>
    private static ulong Mix(ulong beginning, Endpoint endpoint)
    {
        var hash = beginning;
        foreach (var letter in endpoint.Address)
        {
            hash = BitOperations.RotateLeft(hash ^ letter, 23) * 0x9E3779B97F4A7C15;
        }

        hash ^= hash >> 32;
        return hash * 0xD6E8FEB86659FD93;
    }
}
