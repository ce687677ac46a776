namespace Arena.Core.Surrogate;

/// <summary>
/// Brings features to mean 0 and standard deviation 1 of the training rows. What is missing becomes the mean, 0; what lies beyond four deviations is
/// cut off there; columns that are constant or always missing are left out.
/// </summary>
public sealed class Standardization
{
    private const double Limit = 4;

    private readonly int[] _columns;
    private readonly double[] _means;
    private readonly double[] _scales;

    /// <summary>Learns means and deviations.</summary>
    /// <param name="rows">Training rows.</param>
    /// <exception cref="ArgumentException">No feature differs between the rows, so that nothing can be learned from them.</exception>
    public Standardization(ScorerRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var kept = new List<(int Column, double Mean, double Scale)>();
        for (var column = 0; column < rows.Columns.Count; column++)
        {
            double sum = 0, count = 0;
            foreach (var row in rows.Features)
            {
                if (!double.IsNaN(row[column]))
                {
                    sum += row[column];
                    count++;
                }
            }

            var mean = sum / count;
            var squares = 0.0;
            foreach (var row in rows.Features)
            {
                squares += double.IsNaN(row[column]) ? 0 : (row[column] - mean) * (row[column] - mean);
            }

            var deviation = Math.Sqrt(squares / count);
            if (deviation > 1e-9 * (1 + Math.Abs(mean)))
            {
                kept.Add((column, mean, deviation));
            }
        }

        if (kept.Count == 0)
        {
            throw new ArgumentException($"none of {rows.Columns.Count} features differs between {rows.Count} responses, so nothing can be learned from them");
        }

        _columns = [.. kept.Select(item => item.Column)];
        _means = [.. kept.Select(item => item.Mean)];
        _scales = [.. kept.Select(item => item.Scale)];
        Columns = [.. _columns.Select(column => rows.Columns[column])];
    }

    /// <summary>The columns that are left.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Standardises rows.</summary>
    /// <param name="rows">Rows with the columns that were learned from.</param>
    /// <returns>A value for each of <see cref="Columns"/>, row by row.</returns>
    public double[][] Apply(ScorerRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return [.. rows.Features.Select(Apply)];
    }

    private double[] Apply(double[] row)
    {
        var result = new double[_columns.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var value = row[_columns[i]];
            result[i] = double.IsNaN(value) ? 0 : Math.Clamp((value - _means[i]) / _scales[i], -Limit, Limit);
        }

        return result;
    }
}
