namespace Arena.Web.Charts;

/// <summary>A row of a chart: an estimate with its interval.</summary>
/// <param name="Label">What it is of.</param>
public sealed record ChartRow(string Label)
{
    /// <summary>The estimate; null where there is none, or a bound only.</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of the interval, −∞ where only the upper is known; null where there is no interval.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper end of the interval, ∞ where only the lower is known; null where there is no interval.</summary>
    public double? Upper { get; init; }

    /// <summary>The estimate as it is to read.</summary>
    public string ValueText { get; init; } = "";

    /// <summary>What stands before the label, such as a rank range.</summary>
    public string Lead { get; init; } = "";

    /// <summary>The group, from 1. Values of different groups do not compare, and stand apart.</summary>
    public int Group { get; init; } = 1;

    /// <summary>What is shaded behind the row, in its values; null for nothing.</summary>
    public (double Low, double High)? Band { get; init; }

    /// <summary>Whether its mark is hollow, where rows of two kinds alternate.</summary>
    public bool IsHollow { get; init; }

    /// <summary>All there is to say of the row, shown when pointed at.</summary>
    public string? Details { get; init; }
}
