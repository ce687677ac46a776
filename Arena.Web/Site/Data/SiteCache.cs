namespace Arena.Web.Site.Data;

/// <summary>
/// Results by key, each as long as the stamp stays that it was computed under. What is used least goes when all together would take too much memory. Safe for
/// several threads: a result is computed once, whoever asks.
/// </summary>
internal sealed class SiteCache(TimeProvider time)
{
    /// <summary>Bytes that all results may take together.</summary>
    private const long Limit = 128 << 20;

    /// <summary>A result that takes long, and that a run makes obsolete again and again, is computed no more than one part in this many of the time.</summary>
    private const int Rest = 4;

    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Dictionary<Key, Entry> _entries = [];
    private long _bytes, _uses, _lastObsolete = long.MinValue;

    /// <summary>When a result was last given though it was obsolete, as a timestamp.</summary>
    public long LastObsolete => Interlocked.Read(ref _lastObsolete);

    /// <summary>Gives a result, computing it where there is none of this stamp.</summary>
    public Task<Kept<T>> Get<T>(Key key, string stamp, int bytes, Func<Task<T>> compute)
        where T : class
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var entry))
            {
                entry.LastUse = ++_uses;
                var result = (Task<Kept<T>>)entry.Result;
                if (!result.IsCompleted || (!result.IsFaulted && !result.IsCanceled && (entry.Stamp == stamp || time.GetTimestamp() < entry.FreshUntil)))
                {
                    if (entry.Stamp != stamp)
                    {
                        Interlocked.Exchange(ref _lastObsolete, time.GetTimestamp());
                    }

                    return result;
                }

                Remove(key, entry);
            }

            var fresh = new Entry(stamp, bytes) { LastUse = ++_uses };
            var started = time.GetTimestamp();
            var task = Task.Run(async () =>
            {
                var value = await compute().ConfigureAwait(false);
                var ended = time.GetTimestamp();
                fresh.FreshUntil = time.GetElapsedTime(started, ended) < Long ? ended : ended + (Rest * (ended - started));
                return new Kept<T>(value, time.GetUtcNow());
            });
            fresh.Result = task;
            _entries.Add(key, fresh);
            _bytes += bytes;
            while (_bytes > Limit && _entries.Count > 1)
            {
                var oldest = _entries.MinBy(pair => pair.Value.LastUse);
                Remove(oldest.Key, oldest.Value);
            }

            return task;
        }
    }

    private void Remove(Key key, Entry entry)
    {
        _entries.Remove(key);
        _bytes -= entry.Bytes;
    }

    /// <summary>What is kept: of which tournament, of which type, and what it depends on besides.</summary>
    internal sealed record Key(string Tournament, Type Type, object? Choice);

    private sealed class Entry(string stamp, int bytes)
    {
        public string Stamp { get; } = stamp;

        public int Bytes { get; } = bytes;

        public Task Result { get; set; } = Task.CompletedTask;

        public long LastUse { get; set; }

        /// <summary>Until when the result is given although the stamp is another.</summary>
        public long FreshUntil { get; set; }
    }
}
