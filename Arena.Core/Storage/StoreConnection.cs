using System.Data.Common;

namespace Arena.Core.Storage;

/// <summary>A connection to a store's database. Not safe for use from several threads at once.</summary>
internal abstract class StoreConnection : IAsyncDisposable
{
    /// <summary>Prepares a statement.</summary>
    public abstract Statement Prepare(string sql);

    /// <summary>Begins to write many rows.</summary>
    public abstract BulkInsert Bulk(BulkTable table);

    /// <summary>Begins to fill an empty table.</summary>
    public abstract TableFill Fill(StoreTable table);

    /// <summary>Begins a transaction that sees one state of the database, whatever others write meanwhile.</summary>
    public abstract Task<DbTransaction> BeginReadAsync(CancellationToken cancellationToken);

    /// <summary>Begins a transaction that writes.</summary>
    /// <param name="sharing">What it writes beside others that write too, where the database can do so.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public abstract Task<DbTransaction> BeginWriteAsync(WriteSharing sharing, CancellationToken cancellationToken);

    /// <summary>
    /// Waits until nobody else stores judgments of a shard, and keeps others waiting until the transaction ends: for writers of <see cref="WriteSharing.Judgments"/>, where a shard may
    /// be in two hands and what one reads must not change before it has written.
    /// </summary>
    public abstract void TakeShard(int prompt, int judge);

    public abstract ValueTask DisposeAsync();
}
