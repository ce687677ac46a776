namespace Arena.Core.Storage;

/// <summary>
/// SQL prepared once and run often; its parameters are <c>?1</c>, <c>?2</c> and so on. It is written once for all databases, in what they have in common. Not safe for use from
/// several threads at once, and of one connection's statements only the last that was begun has rows.
/// </summary>
internal abstract class Statement : IDisposable
{
    /// <summary>Runs a statement that gives no rows, and tells how many it changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return Run();
    }

    /// <summary>Runs the statement with the values bound since <see cref="Start"/>.</summary>
    public abstract int Run();

    /// <summary>The first column of the first row as a row number; null where there is no row, or null in it.</summary>
    public int? Number(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        int? number = Read() && !IsNull(0) ? Int(0) : null;
        End();
        return number;
    }

    /// <summary>Begins a query; <see cref="Read"/> goes to its first row.</summary>
    public void Bind(params ReadOnlySpan<object?> values)
    {
        Start();
        foreach (var value in values)
        {
            _ = value switch
            {
                null => WithNull(),
                int number => With(number),
                bool truth => With(truth),
                long number => With(number),
                double number => With(number),
                string text => With(text),
                byte[] bytes => With(bytes),
                DateTimeOffset time => With(time),
                var other => throw new ArgumentException($"A {other.GetType()} is no column's type."),
            };
        }
    }

    /// <summary>Begins to bind values one by one, without boxing them.</summary>
    public abstract Statement Start();

    public abstract Statement With(int value);

    public abstract Statement With(long value);

    public abstract Statement With(bool value);

    public abstract Statement With(double value);

    public abstract Statement With(byte[]? value);

    public abstract Statement With(string? value);

    public abstract Statement With(DateTimeOffset value);

    public Statement With(int? value) => value is { } number ? With(number) : WithNull();

    public Statement With(double? value) => value is { } number ? With(number) : WithNull();

    /// <summary>Goes to the next row, if there is one.</summary>
    public abstract bool Read();

    public abstract bool IsNull(int column);

    /// <summary>A whole number, or a truth as 0 or 1.</summary>
    public abstract int Int(int column);

    public abstract long Long(int column);

    public abstract double Double(int column);

    public abstract string Text(int column);

    public abstract byte[] Bytes(int column);

    public bool Bool(int column) => Int(column) != 0;

    public int? IntOrNull(int column) => IsNull(column) ? null : Int(column);

    public double? DoubleOrNull(int column) => IsNull(column) ? null : Double(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public abstract void Dispose();

    /// <summary>Leaves the rows that were not read.</summary>
    protected abstract void End();

    protected abstract Statement WithNull();
}
