using Microsoft.Data.Sqlite;

namespace Arena.Core.Storage;

/// <summary>Tells, at the cost of microseconds, whether anything was written to a store since the last time one asked. Safe for several threads.</summary>
public sealed class StoreWatch : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly Statement _version;

    internal StoreWatch(SqliteConnection connection)
    {
        _connection = connection;
        _version = new Statement(connection, "PRAGMA data_version");
    }

    /// <summary>
    /// A number that changes with every write by any process. It means nothing by itself: two watches number the same state differently.
    /// </summary>
    public int Version
    {
        get
        {
            lock (_lock)
            {
                return _version.Number() ?? 0;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _version.Dispose();
        _connection.Dispose();
    }
}
