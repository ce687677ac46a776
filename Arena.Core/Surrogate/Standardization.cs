namespace Arena.Core.Surrogate;

/// <summary>
/// Brings features to mean 0 and standard deviation 1 of the training rows. What is missing becomes the mean, 0; what lies beyond four deviations is
/// cut off there; columns that are constant or always missing are left out.
/// </summary>
/// <param name="Columns">The columns that are left.</param>
/// <param name="Means">Their means.</param>
/// <param name="Scales">Their standard deviations.</param>
public sealed record Standardization(IReadOnlyList<string> Columns, IReadOnlyList<double> Means, IReadOnlyList<double> Scales)
{
    private const double Limit = 4;

    /// <summary>Learns means and deviations.</summary>
    /// <param name="rows">Training rows.</param>
    /// <exception cref="ArgumentException">No feature differs between the rows, so that nothing can be learned from them.</exception>
    public static Standardization Of(ScorerRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var kept = new List<(string Column, double Mean, double Scale)>();
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
                kept.Add((rows.Columns[column], mean, deviation));
            }
        }

        return kept.Count > 0
            ? new([.. kept.Select(item => item.Column)], [.. kept.Select(item => item.Mean)], [.. kept.Select(item => item.Scale)])
            : throw new ArgumentException($"none of {rows.Columns.Count} features differs between {rows.Count} responses, so nothing can be learned from them");
    }

    /// <summary>Standardises rows.</summary>
    /// <param name="rows">Rows that have all columns that were learned from; others are not looked at.</param>
    /// <returns>A value for each of <see cref="Columns"/>, row by row.</returns>
    /// <exception cref="ArgumentException">A column is missing.</exception>
    public double[][] Apply(ScorerRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var places = rows.Columns.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        int[] columns = [.. Columns.Select(name => places.TryGetValue(name, out var place) ? place : throw new ArgumentException($"the rows have no feature {name}", nameof(rows)))];
        return [.. rows.Features.Select(row => Apply(row, columns))];
    }

    private double[] Apply(double[] row, int[] columns)
    {
        var result = new double[columns.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var value = row[columns[i]];
            result[i] = double.IsNaN(value) ? 0 : Math.Clamp((value - Means[i]) / Scales[i], -Limit, Limit);
        }

        return result;
    }
}
