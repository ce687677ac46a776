using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Arena.Core.Storage;

/// <summary>
/// A statement on SQLite's own interface: a command of ADO.NET looks its parameters up by name and makes a reader for every run, and that is most of the
/// time in storing a million rows.
/// </summary>
internal sealed class SqliteStatement : Statement
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    public override int Run()
    {
        Read();
        return raw.sqlite3_changes(_database);
    }

    public override Statement Start()
    {
        raw.sqlite3_reset(_statement);
        _bound = 0;
        return this;
    }

    public override Statement With(int value) => Bound(raw.sqlite3_bind_int(_statement, ++_bound, value));

    public override Statement With(long value) => Bound(raw.sqlite3_bind_int64(_statement, ++_bound, value));

    public override Statement With(bool value) => With(value ? 1 : 0);

    public override Statement With(double value) => Bound(raw.sqlite3_bind_double(_statement, ++_bound, value));

    public override Statement With(byte[]? value) => value is null ? WithNull() : Bound(raw.sqlite3_bind_blob(_statement, ++_bound, value));

    public override Statement With(string? value) => value is null ? WithNull() : Bound(raw.sqlite3_bind_text(_statement, ++_bound, value));

    // As EF Core writes and reads it.
    public override Statement With(DateTimeOffset value) => With(value.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture));

    public override bool Read()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        // Ends the read transaction of the statement, where there is no other.
        raw.sqlite3_reset(_statement);
        Check(result);
        return false;
    }

    public override bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public override int Int(int column) => raw.sqlite3_column_int(_statement, column);

    public override long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public override double Double(int column) => raw.sqlite3_column_double(_statement, column);

    public override string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public override byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public override void Dispose() => _statement?.Dispose();

    protected override void End() => raw.sqlite3_reset(_statement);

    protected override Statement WithNull() => Bound(raw.sqlite3_bind_null(_statement, ++_bound));

    private SqliteStatement Bound(int result)
    {
        Check(result);
        return this;
    }

    private void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
