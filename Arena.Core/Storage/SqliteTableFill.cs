namespace Arena.Core.Storage;

/// <summary>A prepared insert, run row by row. SQLite remembers the highest number by itself.</summary>
internal sealed class SqliteTableFill(SqliteStoreConnection connection, StoreTable table) : TableFill(table)
{
    private readonly Statement _insert = connection.Prepare(
        $"INSERT INTO {table.Name} ({table.ColumnList}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"?{i + 1}"))})");

    public override void Complete()
    {
    }

    public override void Dispose() => _insert.Dispose();

    protected override void Begin() => _insert.Start();

    protected override void WriteNull() => _insert.With((string?)null);

    protected override void Write(bool value) => _insert.With(value);

    protected override void Write(int value) => _insert.With(value);

    protected override void Write(long value) => _insert.With(value);

    protected override void Write(double value) => _insert.With(value);

    protected override void Write(string value) => _insert.With(value);

    protected override void Write(byte[] value) => _insert.With(value);

    protected override void Write(DateTimeOffset value) => _insert.With(value);

    protected override void End() => _insert.Run();
}
