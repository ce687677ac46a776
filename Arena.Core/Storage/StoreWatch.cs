namespace Arena.Core.Storage;

/// <summary>Tells, at the cost of microseconds, whether anything was written to a store since the last time one asked. Safe for several threads.</summary>
public abstract class StoreWatch : IDisposable
{
    private protected StoreWatch()
    {
    }

    /// <summary>
    /// A number that changes with every write by any process. It means nothing by itself: two watches number the same state differently.
    /// </summary>
    /// <exception cref="BadInputException">The database does not answer.</exception>
    public abstract int Version { get; }

    /// <inheritdoc/>
    public abstract void Dispose();
}
