namespace Arena.Core.Statistics;

/// <summary>An estimate with its interval, both in the units of what is estimated.</summary>
/// <param name="Value">The estimate; NaN where the data do not define it.</param>
/// <param name="Interval">Its interval; the ends are NaN where the data allow none.</param>
public readonly record struct IntervalEstimate(double Value, Interval Interval);
