using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Arena.Core.Storage;

/// <summary>A connection to a SQLite file, which has one writer at a time.</summary>
internal sealed class SqliteStoreConnection(SqliteConnection connection) : StoreConnection
{
    public override Statement Prepare(string sql) => new SqliteStatement(connection, sql);

    public override BulkInsert Bulk(BulkTable table) => new SqliteBulkInsert(connection, table);

    public override TableFill Fill(StoreTable table) => new SqliteTableFill(this, table);

    public override Task<DbTransaction> BeginReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<DbTransaction>(connection.BeginTransaction(deferred: true));

    public override Task<DbTransaction> BeginWriteAsync(WriteSharing sharing, CancellationToken cancellationToken) =>
        Task.FromResult<DbTransaction>(connection.BeginTransaction(deferred: false));

    // There is one writer anyway.
    public override void TakeShard(int prompt, int judge)
    {
    }

    public override ValueTask DisposeAsync() => connection.DisposeAsync();
}
