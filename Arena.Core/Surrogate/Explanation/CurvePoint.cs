using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>A point of a curve. Intervals hold for each point by itself, not for the curve as a whole.</summary>
/// <param name="Value">Value of the feature.</param>
/// <param name="LogOdds">What the value adds to the log-odds of winning, against the mean response.</param>
/// <param name="WinProbability">Chance of winning at this value where all else adds what it adds on average.</param>
public sealed record CurvePoint(double Value, IntervalEstimate LogOdds, IntervalEstimate WinProbability);
