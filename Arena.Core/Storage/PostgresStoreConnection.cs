using System.Data;
using System.Data.Common;
using System.Text.RegularExpressions;
using Npgsql;

namespace Arena.Core.Storage;

/// <summary>A connection to PostgreSQL.</summary>
internal sealed partial class PostgresStoreConnection(NpgsqlConnection connection) : StoreConnection
{
    /// <summary>Writers of other stores' databases have other locks; the number says nothing.</summary>
    private const long WriterLock = 0x4172656E61;

    private PostgresStatement? _reading;

    public override Statement Prepare(string sql) => new PostgresStatement(this, CreateCommand(Parameter().Replace(sql, "$$$1")));

    public override BulkInsert Bulk(BulkTable table) => new PostgresBulkInsert(this, table);

    public override TableFill Fill(StoreTable table) => new PostgresTableFill(this, table);

    public override async Task<DbTransaction> BeginReadAsync(CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);

    public override async Task<DbTransaction> BeginWriteAsync(WriteSharing sharing, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        try
        {
            await using var command = CreateCommand(
                sharing == WriteSharing.Alone ? $"SELECT pg_advisory_xact_lock({WriterLock})" : $"SELECT pg_advisory_xact_lock_shared({WriterLock})");
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override void TakeShard(int prompt, int judge)
    {
        using var take = Prepare("SELECT pg_advisory_xact_lock(?1, ?2)");
        take.Bind(prompt, judge);
        take.Read();
    }

    public NpgsqlCommand CreateCommand(string sql) => new(sql, connection);

    public NpgsqlBinaryImporter Copy(string sql) => connection.BeginBinaryImport(sql);

    /// <summary>A statement begins; the one before it gives up the rows that were not read.</summary>
    public void Begin(PostgresStatement? statement)
    {
        if (_reading != statement)
        {
            _reading?.Leave();
        }

        _reading = statement;
    }

    public override ValueTask DisposeAsync() => connection.DisposeAsync();

    [GeneratedRegex(@"\?(\d+)")]
    private static partial Regex Parameter();
}
