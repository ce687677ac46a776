using Npgsql;
using NpgsqlTypes;

namespace Arena.Core.Storage;

/// <summary>COPY in its binary form.</summary>
internal sealed class PostgresTableFill(PostgresStoreConnection connection, StoreTable table) : TableFill(table)
{
    /// <summary>The server keeps every foreign key of a COPY in memory and looks at them at its end, so that one COPY of all rows would take memory for all.</summary>
    private const int LargestCopy = 1 << 15;

    private NpgsqlBinaryImporter? _copy;
    private int _rows;

    public override void Complete()
    {
        EndCopy();
        if (Table.Numbered is { } column)
        {
            using var command = connection.CreateCommand(
                $"SELECT setval(pg_get_serial_sequence('{Table.Name}', '{column}'), max(\"{column}\")) FROM {Table.Name} HAVING count(*) > 0");
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Gives up what was not completed.</summary>
    public override void Dispose() => _copy?.Dispose();

    protected override void Begin()
    {
        if (_rows == LargestCopy)
        {
            EndCopy();
        }

        _rows++;
        _copy ??= connection.Copy($"COPY {Table.Name} ({Table.ColumnList}) FROM STDIN (FORMAT BINARY)");
        _copy.StartRow();
    }

    protected override void WriteNull() => _copy!.WriteNull();

    protected override void Write(bool value) => _copy!.Write(value, NpgsqlDbType.Boolean);

    protected override void Write(int value) => _copy!.Write(value, NpgsqlDbType.Integer);

    protected override void Write(long value) => _copy!.Write(value, NpgsqlDbType.Bigint);

    protected override void Write(double value) => _copy!.Write(value, NpgsqlDbType.Double);

    protected override void Write(string value) => _copy!.Write(PostgresText.Storable(value), NpgsqlDbType.Text);

    protected override void Write(byte[] value) => _copy!.Write(value, NpgsqlDbType.Bytea);

    protected override void Write(DateTimeOffset value) => _copy!.Write(value.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    protected override void End()
    {
    }

    private void EndCopy()
    {
        _copy?.Complete();
        _copy?.Dispose();
        (_copy, _rows) = (null, 0);
    }
}
