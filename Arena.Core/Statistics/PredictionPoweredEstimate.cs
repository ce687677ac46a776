namespace Arena.Core.Statistics;

/// <summary>A mean from few labels and many predictions.</summary>
/// <param name="Value">The estimate, in the units of the labels; NaN without a label.</param>
/// <param name="Interval">Its interval; NaN ends where fewer than three clusters have labels.</param>
/// <param name="Weight">λ: how much of the predictions is believed. 0 is the mean of the labels alone, 1 takes a prediction at face value.</param>
public readonly record struct PredictionPoweredEstimate(double Value, Interval Interval, double Weight);
