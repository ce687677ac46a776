using Npgsql;
using NpgsqlTypes;

namespace Arena.Core.Storage;

/// <summary>A statement on PostgreSQL, which prepares by itself what runs often.</summary>
internal sealed class PostgresStatement : Statement
{
    private readonly PostgresStoreConnection _connection;
    private readonly NpgsqlCommand _command;
    private NpgsqlDataReader? _reader;
    private int _bound;

    public PostgresStatement(PostgresStoreConnection connection, NpgsqlCommand command) => (_connection, _command) = (connection, command);

    public override int Run()
    {
        _connection.Begin(this);
        return _command.ExecuteNonQuery();
    }

    public override Statement Start()
    {
        End();
        _bound = 0;
        return this;
    }

    public override Statement With(int value) => Put(value, NpgsqlDbType.Integer);

    public override Statement With(long value) => Put(value, NpgsqlDbType.Bigint);

    public override Statement With(bool value) => Put(value, NpgsqlDbType.Boolean);

    public override Statement With(double value) => Put(value, NpgsqlDbType.Double);

    public override Statement With(byte[]? value) => Put(value, NpgsqlDbType.Bytea);

    public override Statement With(string? value) => Put(value is null ? null : PostgresText.Storable(value), NpgsqlDbType.Text);

    public override Statement With(DateTimeOffset value) => Put(value.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    public override bool Read()
    {
        if (_reader is null)
        {
            _connection.Begin(this);
            _reader = _command.ExecuteReader();
        }

        if (_reader.Read())
        {
            return true;
        }

        End();
        return false;
    }

    public override bool IsNull(int column) => Row.IsDBNull(column);

    public override int Int(int column)
    {
        var type = Row.GetFieldType(column);
        return type == typeof(int) ? Row.GetInt32(column)
            : type == typeof(long) ? checked((int)Row.GetInt64(column))
            : Row.GetBoolean(column) ? 1 : 0;
    }

    public override long Long(int column) => Row.GetInt64(column);

    public override double Double(int column)
    {
        var type = Row.GetFieldType(column);
        return type == typeof(double) ? Row.GetDouble(column)
            : type == typeof(long) ? Row.GetInt64(column)
            : type == typeof(int) ? Row.GetInt32(column)
            : (double)Row.GetDecimal(column);
    }

    public override string Text(int column) => Row.GetString(column);

    public override byte[] Bytes(int column) => Row.GetFieldValue<byte[]>(column);

    public override void Dispose()
    {
        End();
        _command.Dispose();
    }

    /// <summary>Gives up the rows that were not read; the connection calls it when another statement begins.</summary>
    public void Leave() => End();

    protected override void End()
    {
        _reader?.Dispose();
        _reader = null;
    }

    // Its type comes of where it stands in the statement.
    protected override Statement WithNull() => Put(null, NpgsqlDbType.Unknown);

    private NpgsqlDataReader Row => _reader ?? throw new InvalidOperationException("There is no row: another statement of the connection was begun.");

    private PostgresStatement Put(object? value, NpgsqlDbType type)
    {
        if (_bound == _command.Parameters.Count)
        {
            _command.Parameters.Add(new NpgsqlParameter());
        }

        var parameter = _command.Parameters[_bound++];
        parameter.NpgsqlDbType = type;
        parameter.Value = value ?? DBNull.Value;
        return this;
    }
}
