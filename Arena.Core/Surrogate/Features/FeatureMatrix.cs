namespace Arena.Core.Surrogate.Features;

/// <summary>Features of responses: a row for each response, a column for each feature. NaN is missing.</summary>
public sealed class FeatureMatrix
{
    private readonly double[] _values;

    /// <summary>Wraps values.</summary>
    /// <param name="columns">Names of the features.</param>
    /// <param name="prompts">Id of the prompt of every row.</param>
    /// <param name="contestants">Contestant of every row.</param>
    /// <param name="values">The values, row by row.</param>
    /// <exception cref="ArgumentException">The numbers of rows, columns and values do not go together.</exception>
    public FeatureMatrix(IReadOnlyList<string> columns, IReadOnlyList<string> prompts, IReadOnlyList<string> contestants, double[] values)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(contestants);
        ArgumentNullException.ThrowIfNull(values);
        if (prompts.Count != contestants.Count || values.LongLength != (long)columns.Count * prompts.Count)
        {
            throw new ArgumentException($"{prompts.Count} prompts, {contestants.Count} contestants and {columns.Count} columns do not make {values.Length} values");
        }

        Columns = columns;
        Prompts = prompts;
        Contestants = contestants;
        _values = values;
    }

    /// <summary>Names of the features.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Id of the prompt of every row.</summary>
    public IReadOnlyList<string> Prompts { get; }

    /// <summary>Contestant of every row.</summary>
    public IReadOnlyList<string> Contestants { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => Prompts.Count;

    /// <summary>A value.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    public double this[int row, int column] => Row(row)[column];

    /// <summary>The features of a response.</summary>
    /// <param name="row">The row.</param>
    public ReadOnlySpan<double> Row(int row) => _values.AsSpan(row * Columns.Count, Columns.Count);
}
