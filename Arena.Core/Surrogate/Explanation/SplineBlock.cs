using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>
/// Cubic B-splines of a feature on evenly spaced knots (Eilers and Marx 1996), from its 2.5th to its 97.5th percentile, beyond which a curve goes on level;
/// and one coefficient more for what is missing.
/// </summary>
internal sealed class SplineBlock
{
    private const int MostSegments = 8;
    private const double Tail = 0.025;

    private readonly int _segments;

    private SplineBlock(int column, double low, double high, int segments) => (Column, Low, High, _segments) = (column, low, high, segments);

    /// <summary>The feature.</summary>
    public int Column { get; }

    /// <summary>Where the curve begins.</summary>
    public double Low { get; }

    /// <summary>Where it ends.</summary>
    public double High { get; }

    /// <summary>Number of coefficients; the last is of what is missing.</summary>
    public int Size => _segments + 4;

    /// <summary>The block of a feature; null where the rows have no two values of it.</summary>
    public static SplineBlock? Of(IReadOnlyList<double[]> features, int column)
    {
        double[] values = [.. features.Select(row => row[column]).Where(value => !double.IsNaN(value)).Order()];
        if (values.Length < 2 || values[0] == values[^1])
        {
            return null;
        }

        var (low, high) = (Quantile.OfSorted(values, Tail), Quantile.OfSorted(values, 1 - Tail));
        (low, high) = low < high ? (low, high) : (values[0], values[^1]);
        return new(column, low, high, Math.Clamp(values.Distinct().Take(MostSegments + 1).Count() - 1, 1, MostSegments));
    }

    /// <summary>The four coefficients that a value is made of, and their weights.</summary>
    /// <param name="value">The value; NaN is missing.</param>
    /// <param name="weights">Receives four weights.</param>
    /// <returns>The first of the coefficients.</returns>
    public int Weigh(double value, Span<double> weights)
    {
        weights.Clear();
        if (double.IsNaN(value))
        {
            weights[3] = 1;
            return Size - 4;
        }

        var place = Math.Clamp((value - Low) / (High - Low), 0, 1) * _segments;
        var segment = Math.Min((int)place, _segments - 1);
        var t = place - segment;
        var u = 1 - t;
        weights[0] = u * u * u / 6;
        weights[1] = ((3 * t * t * t) - (6 * t * t) + 4) / 6;
        weights[2] = ((3 * u * u * u) - (6 * u * u) + 4) / 6;
        weights[3] = t * t * t / 6;
        return segment;
    }
}
