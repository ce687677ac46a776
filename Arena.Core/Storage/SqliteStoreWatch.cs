using Microsoft.Data.Sqlite;

namespace Arena.Core.Storage;

internal sealed class SqliteStoreWatch : StoreWatch
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _version;

    public SqliteStoreWatch(SqliteConnection connection)
    {
        _connection = connection;
        _version = new SqliteStatement(connection, "PRAGMA data_version");
    }

    public override int Version
    {
        get
        {
            lock (_lock)
            {
                return _version.Number() ?? 0;
            }
        }
    }

    public override void Dispose()
    {
        _version.Dispose();
        _connection.Dispose();
    }
}
