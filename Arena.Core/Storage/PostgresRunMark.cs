using System.Globalization;
using Npgsql;

namespace Arena.Core.Storage;

/// <summary>An advisory lock on a connection of its own: the server takes it back when the connection ends.</summary>
internal sealed class PostgresRunMark : RunMark
{
    private const string IsHeldQuery =
        """
        SELECT COUNT(*) FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND classid::bigint = ?1 AND objid::bigint = ?2 AND objsubid = 2
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    private readonly NpgsqlConnection _connection;

    public PostgresRunMark(string connectionString)
    {
        _connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 30 }.ConnectionString);
        try
        {
            _connection.Open();
            var (high, low) = NumbersOf(Owner);
            using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_lock({high}, {low})"), _connection);
            command.ExecuteNonQuery();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether the process of that name still lives.</summary>
    public static bool IsHeld(StoreConnection connection, string owner)
    {
        if (owner.Length < 16)
        {
            return false;
        }

        var (high, low) = NumbersOf(owner);
        using var find = connection.Prepare(IsHeldQuery);
        return find.Number(high, low) > 0;
    }

    public override void Dispose() => _connection.Dispose();

    // Both are positive, because pg_locks shows them unsigned.
    private static (int High, int Low) NumbersOf(string owner) => (
        int.Parse(owner.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & int.MaxValue,
        int.Parse(owner.AsSpan(8, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & int.MaxValue);
}
