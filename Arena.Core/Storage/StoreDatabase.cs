namespace Arena.Core.Storage;

/// <summary>The database of a store: made, checked to be ours and of a schema we know, brought up to date, opened.</summary>
internal abstract class StoreDatabase
{
    /// <summary>Names it for people; holds no password.</summary>
    public abstract string Name { get; }

    /// <summary>Makes the store where there is none and brings an older one up to date.</summary>
    public abstract Task PrepareAsync(bool create, CancellationToken cancellationToken);

    public abstract Task<StoreConnection> OpenAsync(CancellationToken cancellationToken);

    public abstract ArenaDbContext CreateContext();

    /// <summary>What the database complained of, in words for people; null where the exception is not the database's.</summary>
    public abstract BadInputException? Translate(Exception exception);

    /// <summary>Takes a mark of a new name that is gone when this process is, whatever ends it.</summary>
    public abstract RunMark BeginJudging();

    /// <summary>Whether the process with the mark of that name still lives.</summary>
    public abstract bool IsJudging(StoreConnection connection, string owner);

    /// <summary>Begins to watch for changes.</summary>
    public abstract Task<StoreWatch> WatchAsync(CancellationToken cancellationToken);

    /// <summary>Whether it is still the database that was opened: a file may be taken away or put in another's place.</summary>
    public abstract bool IsStillThere { get; }

    /// <summary>Closes the connections that a pool holds open.</summary>
    public abstract void Close();
}
