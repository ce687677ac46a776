using System.Globalization;
using Arena.Core.Storage;

namespace Arena.Web.Site.Data;

/// <summary>The store as it is open: as long as it is the one that was opened.</summary>
internal sealed class OpenStore(ArenaStore store, StoreWatch watch, TimeProvider time) : IDisposable
{
    // Versions of this process are none of another's, which a browser may remember.
    private readonly string _opened = time.GetUtcNow().UtcTicks.ToString("x", CultureInfo.InvariantCulture);

    public ArenaStore Store => store;

    /// <summary>Whether the store is still there and the same.</summary>
    public bool IsCurrent => store.IsStillThere;

    /// <exception cref="Core.BadInputException">The database does not answer.</exception>
    public string Version => string.Create(CultureInfo.InvariantCulture, $"{_opened}-{watch.Version}");

    public void Dispose()
    {
        watch.Dispose();
        store.Dispose();
    }
}
