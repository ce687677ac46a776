namespace Arena.Core.Statistics;

/// <summary>An interval estimate, in the units of what it is about.</summary>
/// <param name="Lower">Lower end. NaN where there is no interval.</param>
/// <param name="Upper">Upper end. NaN where there is no interval.</param>
/// <param name="Level">Confidence level in (0, 1): 0.95 is an interval from the 2.5th to the 97.5th percentile.</param>
public readonly record struct Interval(double Lower, double Upper, double Level)
{
    /// <summary>Upper minus lower end.</summary>
    public double Width => Upper - Lower;

    /// <summary>Whether a value lies in the interval, ends included.</summary>
    /// <param name="value">The value.</param>
    public bool Contains(double value) => value >= Lower && value <= Upper;
}
