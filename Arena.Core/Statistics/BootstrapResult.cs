namespace Arena.Core.Statistics;

/// <summary>A statistic with its bootstrap interval.</summary>
/// <param name="Estimate">The statistic of the data as they are; NaN where they do not define it.</param>
/// <param name="Interval">
/// Percentile interval over the replicates that have a value. Where some failed, it is about the data in which the statistic is
/// defined; where all failed, its ends are NaN.
/// </param>
/// <param name="Replicates">Number of replicates drawn.</param>
/// <param name="Failed">Number of replicates whose statistic was NaN.</param>
public sealed record BootstrapResult(double Estimate, Interval Interval, int Replicates, int Failed);
