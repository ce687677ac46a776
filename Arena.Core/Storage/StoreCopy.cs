namespace Arena.Core.Storage;

/// <summary>Copies all rows of a store into an empty one, in one transaction, out of one state of the source.</summary>
internal sealed class StoreCopy
{
    private const int RowsBetweenReports = 4096;

    private readonly StoreDatabase _source;
    private readonly StoreConnection _from;
    private readonly StoreConnection _to;
    private readonly IProgress<StoreCopyProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private long _rows;
    private long _total;

    private StoreCopy(
        StoreDatabase source, StoreConnection from, StoreConnection to, IProgress<StoreCopyProgress>? progress, CancellationToken cancellationToken) =>
        (_source, _from, _to, _progress, _cancellationToken) = (source, from, to, progress, cancellationToken);

    /// <summary>Copies. What the source complains of leaves in words for people, what the target does as it is.</summary>
    public static async Task<IReadOnlyList<CopiedTable>> RunAsync(
        StoreDatabase source, StoreDatabase target, IProgress<StoreCopyProgress>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoreTable> tables;
        await using (var context = source.CreateContext())
        {
            tables = StoreTable.All(context.Model);
        }

        await using var to = await target.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var writing = await to.BeginWriteAsync(WriteSharing.Alone, cancellationToken).ConfigureAwait(false);
        if (tables.FirstOrDefault(table => Number(to, $"SELECT EXISTS (SELECT 1 FROM {table.Name})") > 0) is { } full)
        {
            throw new BadInputException(target.Name, $"is not empty (there are {full.Name} in it); copy to a place where there is no store yet");
        }

        await using var from = await source.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var reading = await from.BeginReadAsync(cancellationToken).ConfigureAwait(false);
        var copied = new StoreCopy(source, from, to, progress, cancellationToken).Run(tables);
        cancellationToken.ThrowIfCancellationRequested();
        await writing.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return copied;
    }

    private List<CopiedTable> Run(IReadOnlyList<StoreTable> tables)
    {
        foreach (var table in tables)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            _total += OfSource(() => Number(_from, $"SELECT count(*) FROM {table.Name}"));
        }

        return [.. tables.Select(table => new CopiedTable(table.Name, Copy(table)))];
    }

    private long Copy(StoreTable table)
    {
        var before = _rows;
        using var row = OfSource(() => _from.Prepare(table.Select));
        using var fill = _to.Fill(table);
        Func<bool> read = row.Read;
        row.Bind();
        while (OfSource(read))
        {
            if (_rows % RowsBetweenReports == 0)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                _progress?.Report(new StoreCopyProgress(table.Name, _rows, _total));
            }

            fill.Add(row);
            _rows++;
        }

        fill.Complete();
        _progress?.Report(new StoreCopyProgress(table.Name, _rows, _total));
        return _rows - before;
    }

    /// <summary>Both databases may be of one kind; which of them complains must be known here.</summary>
    private T OfSource<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (_source.Translate(exception) is { } refusal)
        {
            throw refusal;
        }
    }

    private static long Number(StoreConnection connection, string sql)
    {
        using var statement = connection.Prepare(sql);
        statement.Bind();
        statement.Read();
        return statement.Long(0);
    }
}
