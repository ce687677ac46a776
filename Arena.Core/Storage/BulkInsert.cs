namespace Arena.Core.Storage;

/// <summary>
/// Writes many rows of one table, in whatever way is fast in its database. A row may be written at once or only with <see cref="Flush"/>; keys of rows between two flushes are
/// all different.
/// </summary>
internal abstract class BulkInsert : IDisposable
{
    /// <summary>Rows since the last flush.</summary>
    public abstract int Count { get; }

    public abstract BulkInsert With(int value);

    public abstract BulkInsert With(int? value);

    public abstract BulkInsert With(long value);

    public abstract BulkInsert With(double value);

    public abstract BulkInsert With(double? value);

    public abstract BulkInsert With(bool value);

    public abstract BulkInsert With(byte[]? value);

    public abstract BulkInsert With(string? value);

    /// <summary>Ends a row whose values were given in the order of the columns.</summary>
    public abstract void Add();

    /// <summary>Writes what was not yet written.</summary>
    /// <returns>Of every row since the last flush, whether it changed anything.</returns>
    public abstract IReadOnlyList<bool> Flush();

    public abstract void Dispose();
}
