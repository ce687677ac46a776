using System.Buffers.Binary;
using Npgsql;
using NpgsqlTypes;

namespace Arena.Core.Storage;

/// <summary>
/// Holds rows back and writes them in one statement: a few as arrays, many by way of <c>COPY</c> into a table that lives as long as the transaction.
/// </summary>
internal sealed class PostgresBulkInsert : BulkInsert
{
    /// <summary>From here on COPY is faster than arrays, although it needs a table of its own.</summary>
    private const int LeastCopied = 1024;

    private readonly PostgresStoreConnection _connection;
    private readonly BulkTable _table;
    private readonly Column?[] _columns;
    private int _column;
    private int _count;
    private bool _isStaged;

    public PostgresBulkInsert(PostgresStoreConnection connection, BulkTable table)
    {
        (_connection, _table) = (connection, table);
        _columns = new Column?[table.Columns.Count];
    }

    public override int Count => _count;

    public override BulkInsert With(int value) => Put<int?>(value, NpgsqlDbType.Integer);

    public override BulkInsert With(int? value) => Put(value, NpgsqlDbType.Integer);

    public override BulkInsert With(long value) => Put<long?>(value, NpgsqlDbType.Bigint);

    public override BulkInsert With(double value) => Put<double?>(value, NpgsqlDbType.Double);

    public override BulkInsert With(double? value) => Put(value, NpgsqlDbType.Double);

    public override BulkInsert With(bool value) => Put<bool?>(value, NpgsqlDbType.Boolean);

    public override BulkInsert With(byte[]? value) => Put(value, NpgsqlDbType.Bytea);

    public override BulkInsert With(string? value) => Put(value is null ? null : PostgresText.Storable(value), NpgsqlDbType.Text);

    public override void Add()
    {
        _count++;
        _column = 0;
    }

    public override IReadOnlyList<bool> Flush()
    {
        if (_count == 0)
        {
            return [];
        }

        _connection.Begin(null);
        var columns = string.Join(", ", _table.Columns);
        using var insert = _connection.CreateCommand("");
        string source;
        if (_count >= LeastCopied)
        {
            source = Copy(columns);
        }
        else
        {
            source = $"unnest({string.Join(", ", _columns.Select((column, i) => $"${i + 1}::{column!.TypeName}[]"))}) WITH ORDINALITY AS bulk ({columns}, ordinal)";
            foreach (var column in _columns)
            {
                insert.Parameters.Add(new NpgsqlParameter { Value = column!.List, NpgsqlDbType = NpgsqlDbType.Array | column.Type });
            }
        }

        // Rows are numbered as they were given.
        insert.CommandText = $"""
            INSERT INTO {_table.Name} ({columns}) SELECT {columns} FROM {source} ORDER BY ordinal
            {_table.ConflictClause}
            """;
        var result = _table.IsAlwaysChanged ? RunWhole(insert) : Run(insert);
        foreach (var column in _columns)
        {
            column!.Clear();
        }

        _count = 0;
        return result;
    }

    public override void Dispose()
    {
    }

    private bool[] RunWhole(NpgsqlCommand insert)
    {
        insert.ExecuteNonQuery();
        var result = new bool[_count];
        Array.Fill(result, true);
        return result;
    }

    /// <summary>Runs an insert into a table whose key is a number and 16 bytes, and tells which rows changed anything.</summary>
    private bool[] Run(NpgsqlCommand insert)
    {
        insert.CommandText += $" RETURNING {string.Join(", ", _table.Key)}";
        var changed = new HashSet<(int, UInt128)>(_count);
        using (var reader = insert.ExecuteReader())
        {
            while (reader.Read())
            {
                changed.Add((reader.GetInt32(0), BinaryPrimitives.ReadUInt128BigEndian(reader.GetFieldValue<byte[]>(1))));
            }
        }

        var (owners, keys) = (((Column<int?>)_columns[0]!).Values, ((Column<byte[]?>)_columns[1]!).Values);
        return [.. owners.Zip(keys, (owner, key) => changed.Contains((owner!.Value, BinaryPrimitives.ReadUInt128BigEndian(key))))];
    }

    private string Copy(string columns)
    {
        var staging = $"bulk_{_table.Name}";
        var definition = string.Join(", ", _table.Columns.Zip(_columns, (name, column) => $"{name} {column!.TypeName}"));
        using (var prepare = _connection.CreateCommand(
            _isStaged ? $"TRUNCATE {staging}" : $"CREATE TEMPORARY TABLE {staging} (ordinal integer, {definition}) ON COMMIT DROP"))
        {
            prepare.ExecuteNonQuery();
        }

        _isStaged = true;
        using var copy = _connection.Copy($"COPY {staging} (ordinal, {columns}) FROM STDIN (FORMAT BINARY)");
        for (var row = 0; row < _count; row++)
        {
            copy.StartRow();
            copy.Write(row, NpgsqlDbType.Integer);
            foreach (var column in _columns)
            {
                column!.Write(copy, row);
            }
        }

        copy.Complete();
        return staging;
    }

    private PostgresBulkInsert Put<T>(T value, NpgsqlDbType type)
    {
        var column = (Column<T>)(_columns[_column] ??= new Column<T>(type));
        column.Values.Add(value);
        _column++;
        return this;
    }

    private abstract class Column(NpgsqlDbType type)
    {
        public NpgsqlDbType Type => type;

        public string TypeName => type switch
        {
            NpgsqlDbType.Integer => "integer",
            NpgsqlDbType.Bigint => "bigint",
            NpgsqlDbType.Double => "double precision",
            NpgsqlDbType.Boolean => "boolean",
            NpgsqlDbType.Bytea => "bytea",
            _ => "text",
        };

        public abstract object List { get; }

        public abstract void Clear();

        public abstract void Write(NpgsqlBinaryImporter copy, int row);
    }

    private sealed class Column<T>(NpgsqlDbType type) : Column(type)
    {
        public List<T> Values { get; } = [];

        public override object List => Values;

        public override void Clear() => Values.Clear();

        public override void Write(NpgsqlBinaryImporter copy, int row)
        {
            // The types of values are those of columns without the null.
            switch (Values[row])
            {
                case null:
                    copy.WriteNull();
                    break;
                case int number:
                    copy.Write(number, Type);
                    break;
                case long number:
                    copy.Write(number, Type);
                    break;
                case double number:
                    copy.Write(number, Type);
                    break;
                case bool truth:
                    copy.Write(truth, Type);
                    break;
                case var value:
                    copy.Write(value, Type);
                    break;
            }
        }
    }
}
