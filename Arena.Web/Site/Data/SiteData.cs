using Arena.Core;
using Arena.Core.Storage;

namespace Arena.Web.Site.Data;

/// <summary>
/// The one door of all pages to the store. It opens the store when it is first needed, and keeps what is expensive to compute until the
/// tournament that it was computed from changes.
/// </summary>
public sealed class SiteData : IDisposable
{
    /// <summary>Connections in use at once: each keeps some of the file in memory, and two processors do not read faster by more.</summary>
    private const int MostReaders = 8;

    /// <summary>Results of so many bytes come from all battles of a tournament: two such computations at once would take twice the memory and be no sooner done.</summary>
    private const int Large = 1 << 20;

    /// <summary>A page does not wait longer for what is being computed.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly SiteCache _cache;
    private readonly SemaphoreSlim _opening = new(1), _reading = new(MostReaders), _fitting = new(1);
    private readonly CancellationTokenSource _closing = new();
    private OpenStore? _open;

    /// <summary>Makes the door; opens nothing.</summary>
    /// <param name="options">What the site shows.</param>
    /// <param name="time">Tells the time.</param>
    public SiteData(SiteOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_path, _time, _cache) = (options.Store, time, new SiteCache(time));
    }

    /// <summary>Tells the time.</summary>
    public TimeProvider Time => _time;

    /// <summary>
    /// A text that changes whenever anything is written to the store, or it becomes another file; the same state has other texts in other processes. Null where
    /// there is no store.
    /// </summary>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<string?> VersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return VersionOf(await OpenAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (PageException)
        {
            return null;
        }
    }

    /// <summary>Whether anybody was given a result since then that the store has moved on from: one that takes long to compute is not computed for every write.</summary>
    /// <param name="timestamp">A timestamp of <see cref="Time"/>.</param>
    public bool GaveObsoleteSince(long timestamp) => _cache.LastObsolete >= timestamp;

    /// <summary>Reads from the store.</summary>
    /// <param name="read">Reads; a missing tournament and whatever else is wrong becomes a page that says so.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="PageException">The store cannot be read.</exception>
    public async Task<T> ReadAsync<T>(Func<ArenaStore, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        var open = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await read(open.Store, cancellationToken).ConfigureAwait(false);
        }
        catch (BadInputException e)
        {
            throw Problem(e);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Writes to the store. What has begun is not given up when the visitor goes.</summary>
    /// <param name="write">Writes.</param>
    /// <param name="failed">What is the matter where it could not be written, in a few words.</param>
    /// <exception cref="PageException">The store cannot be written; nothing was.</exception>
    public async Task<T> WriteAsync<T>(Func<ArenaStore, CancellationToken, Task<T>> write, string failed)
    {
        ArgumentNullException.ThrowIfNull(write);
        var open = await OpenAsync(_closing.Token).ConfigureAwait(false);
        try
        {
            return await write(open.Store, _closing.Token).ConfigureAwait(false);
        }
        catch (BadInputException e)
        {
            throw new PageException(503, failed, $"This site’s store: {e.Reason.TrimEnd('.')}. Then go back and try again.");
        }
    }

    /// <summary>Gives what was computed from a tournament, computing it only where the tournament changed since. Several visitors wait for one computation.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="key">What is computed, with all that it depends on; null for the tournament's sole thing of its type.</param>
    /// <param name="bytes">Roughly how much memory a result takes.</param>
    /// <param name="compute">Computes it.</param>
    /// <param name="cancellationToken">Ends the waiting, not the computation.</param>
    /// <exception cref="PageException">There is no such tournament, the store cannot be read, or it takes long: then the page says so and tries again.</exception>
    public async Task<Kept<T>> KeepAsync<T>(
        string tournament, object? key, int bytes, Func<ArenaStore, CancellationToken, Task<T>> compute, CancellationToken cancellationToken)
        where T : class
    {
        var open = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var stamp = await StampAsync(open, tournament, cancellationToken).ConfigureAwait(false);
        var computed = _cache.Get(
            new(tournament, typeof(T), key), stamp, bytes, () => bytes < Large ? ReadAsync(compute, _closing.Token) : OneAtATimeAsync(() => ReadAsync(compute, _closing.Token)));
        try
        {
            return await computed.WaitAsync(LongestWait, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new PageException(503, "This is still being computed", "The tournament is large. The page tries again by itself; nothing needs to be done.") { RetryAfter = 3 };
        }
    }

    /// <summary>Makes sure that there is a tournament.</summary>
    /// <param name="tournament">Its name.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="PageException">There is none of that name, or the store cannot be read.</exception>
    public async Task RequireAsync(string tournament, CancellationToken cancellationToken)
    {
        if (!(await TournamentNamesAsync(cancellationToken).ConfigureAwait(false)).Contains(tournament))
        {
            throw Unknown(tournament);
        }
    }

    /// <summary>The names of the tournaments, in their order.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<string>> TournamentNamesAsync(CancellationToken cancellationToken)
    {
        var open = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var kept = await _cache.Get(new("", typeof(string), null), VersionOf(open), 1 << 12, () => ReadAsync((store, token) => store.ReadTournamentNamesAsync(token), _closing.Token))
            .WaitAsync(LongestWait, cancellationToken).ConfigureAwait(false);
        return kept.Value;
    }

    /// <summary>The tournaments of the store, with what they hold.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<StoredTournament>> TournamentsAsync(CancellationToken cancellationToken)
    {
        var open = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var kept = await _cache.Get(new("", typeof(StoredTournament), null), VersionOf(open), 1 << 16, () => ReadAsync((store, token) => store.ReadTournamentsAsync(token), _closing.Token))
            .WaitAsync(LongestWait, cancellationToken).ConfigureAwait(false);
        return kept.Value;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closing.Cancel();
        _open?.Dispose();
        _opening.Dispose();
        _reading.Dispose();
        _fitting.Dispose();
        _closing.Dispose();
    }

    private async ValueTask<OpenStore> OpenAsync(CancellationToken cancellationToken)
    {
        if (_open is { IsCurrent: true } current)
        {
            return current;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_open is { IsCurrent: true } other)
            {
                return other;
            }

            // Whoever still reads from the former file keeps its connection; only those that lie idle are closed.
            _open?.Dispose();
            _open = null;
            var store = await ArenaStore.OpenForManyAsync(_path, _time, cancellationToken).ConfigureAwait(false);
            return _open = new OpenStore(store, await store.WatchAsync(cancellationToken).ConfigureAwait(false), _time);
        }
        catch (BadInputException e)
        {
            throw Problem(e);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<string> StampAsync(OpenStore open, string tournament, CancellationToken cancellationToken)
    {
        var version = VersionOf(open);
        var kept = await _cache.Get(new(tournament, typeof(string), null), version, 256, async () =>
        {
            var known = await ReadAsync((store, token) => store.HasTournamentAsync(tournament, token), _closing.Token).ConfigureAwait(false);
            return known ? await ReadAsync((store, token) => store.ReadStampAsync(tournament, token), _closing.Token).ConfigureAwait(false) : "";
        }).WaitAsync(cancellationToken).ConfigureAwait(false);
        return kept.Value.Length > 0
            ? kept.Value
            : throw Unknown(tournament);
    }

    private async Task<T> OneAtATimeAsync<T>(Func<Task<T>> compute)
    {
        await _fitting.WaitAsync(_closing.Token).ConfigureAwait(false);
        try
        {
            return await compute().ConfigureAwait(false);
        }
        finally
        {
            _fitting.Release();

            // What the battles took is needed no more, and no visitor should find the site large because of who came before.
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    private static string VersionOf(OpenStore open)
    {
        try
        {
            return open.Version;
        }
        catch (BadInputException e)
        {
            throw Problem(e);
        }
    }

    private static PageException Unknown(string tournament) =>
        PageException.NotFound("There is no such tournament", $"This store has no tournament “{tournament}”. The first page lists those that it has.");

    /// <summary>What the store says is wrong, without saying where on this machine it lies.</summary>
    private static PageException Problem(BadInputException exception)
    {
        var reason = exception.Reason.TrimEnd('.');
        return new PageException(503, "The store cannot be read", $"This site’s store: {reason}. Then load this page again; the site need not be started anew.");
    }
}
