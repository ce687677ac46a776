using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Arena.Core.Storage;

/// <summary>
/// SQL prepared once and run often, on SQLite's own interface: a command of ADO.NET looks its parameters up by name and makes a reader
/// for every run, and that is most of the time in storing a million rows. Not safe for use from several threads at once.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    /// <summary>Prepares a statement; its parameters are <c>?1</c>, <c>?2</c> and so on.</summary>
    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Runs a statement that gives no rows, and tells how many it changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return Run();
    }

    /// <summary>Runs the statement with the values bound since <see cref="Start"/>.</summary>
    public int Run()
    {
        Read();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>The first column of the first row as a row number; null where there is no row, or null in it.</summary>
    public int? Number(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        int? number = Read() && !IsNull(0) ? Int(0) : null;
        raw.sqlite3_reset(_statement);
        return number;
    }

    /// <summary>Begins a query; <see cref="Read"/> goes to its first row.</summary>
    public void Bind(params ReadOnlySpan<object?> values)
    {
        raw.sqlite3_reset(_statement);
        for (var i = 0; i < values.Length; i++)
        {
            Check(values[i] switch
            {
                null => raw.sqlite3_bind_null(_statement, i + 1),
                int number => raw.sqlite3_bind_int(_statement, i + 1, number),
                bool truth => raw.sqlite3_bind_int(_statement, i + 1, truth ? 1 : 0),
                double number => raw.sqlite3_bind_double(_statement, i + 1, number),
                string text => raw.sqlite3_bind_text(_statement, i + 1, text),
                byte[] bytes => raw.sqlite3_bind_blob(_statement, i + 1, bytes),
                var other => throw new ArgumentException($"A {other.GetType()} is no column's type."),
            });
        }
    }

    /// <summary>Begins to bind values one by one, without boxing them; for the statements that run a million times.</summary>
    public Statement Start()
    {
        raw.sqlite3_reset(_statement);
        _bound = 0;
        return this;
    }

    public Statement With(int value)
    {
        Check(raw.sqlite3_bind_int(_statement, ++_bound, value));
        return this;
    }

    public Statement With(int? value) => value is { } number ? With(number) : WithNull();

    public Statement With(double value)
    {
        Check(raw.sqlite3_bind_double(_statement, ++_bound, value));
        return this;
    }

    public Statement With(double? value) => value is { } number ? With(number) : WithNull();

    public Statement With(byte[]? value)
    {
        if (value is null)
        {
            return WithNull();
        }

        Check(raw.sqlite3_bind_blob(_statement, ++_bound, value));
        return this;
    }

    public Statement With(string? value)
    {
        if (value is null)
        {
            return WithNull();
        }

        Check(raw.sqlite3_bind_text(_statement, ++_bound, value));
        return this;
    }

    /// <summary>Goes to the next row, if there is one.</summary>
    public bool Read()
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

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public int Int(int column) => raw.sqlite3_column_int(_statement, column);

    public double Double(int column) => raw.sqlite3_column_double(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public int? IntOrNull(int column) => IsNull(column) ? null : Int(column);

    public double? DoubleOrNull(int column) => IsNull(column) ? null : Double(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public void Dispose() => _statement?.Dispose();

    private Statement WithNull()
    {
        Check(raw.sqlite3_bind_null(_statement, ++_bound));
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
