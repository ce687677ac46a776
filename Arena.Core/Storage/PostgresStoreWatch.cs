using Npgsql;

namespace Arena.Core.Storage;

/// <summary>Looks at which transactions have ended: a write by anybody is one more of them.</summary>
internal sealed class PostgresStoreWatch : StoreWatch
{
    private readonly Lock _lock = new();
    private readonly PostgresDatabase _database;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _command;
    private string _seen = "";
    private int _version;

    public PostgresStoreWatch(PostgresDatabase database, NpgsqlConnection connection)
    {
        (_database, _connection) = (database, connection);
        _command = new NpgsqlCommand("SELECT pg_current_snapshot()::text", connection);
    }

    public override int Version
    {
        get
        {
            lock (_lock)
            {
                try
                {
                    if (_connection.FullState is System.Data.ConnectionState.Closed or System.Data.ConnectionState.Broken)
                    {
                        // The server was restarted; all may have changed.
                        _connection.Open();
                        _version++;
                    }

                    var now = (string)_command.ExecuteScalar()!;
                    if (now != _seen)
                    {
                        (_seen, _version) = (now, _version + 1);
                    }

                    return _version;
                }
                catch (Exception exception) when (_database.Translate(exception) is { } refusal)
                {
                    throw refusal;
                }
            }
        }
    }

    public override void Dispose()
    {
        lock (_lock)
        {
            _command.Dispose();
            _connection.Dispose();
        }
    }
}
