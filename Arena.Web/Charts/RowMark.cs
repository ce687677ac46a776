namespace Arena.Web.Charts;

/// <summary>Where a row's estimate and interval lie in the drawing. What is null is not there.</summary>
/// <param name="Y">The middle of the row's plot.</param>
/// <param name="X">Where a value lies across.</param>
public sealed record RowMark(double Y, Func<double, double> X)
{
    /// <summary>Where the estimate lies across.</summary>
    public double? Value { get; init; }

    /// <summary>Where the interval begins.</summary>
    public double? Lower { get; init; }

    /// <summary>Where the interval ends.</summary>
    public double? Upper { get; init; }

    /// <summary>Whether the mark is hollow.</summary>
    public bool IsHollow { get; init; }

    /// <summary>Whether the interval goes on below the scale.</summary>
    public bool GoesOnBelow { get; init; }

    /// <summary>Whether the interval goes on above the scale.</summary>
    public bool GoesOnAbove { get; init; }
}
