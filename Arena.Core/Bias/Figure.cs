using System.Globalization;
using Arena.Core.Statistics;

namespace Arena.Core.Bias;

/// <summary>How figures stand in sentences.</summary>
internal static class Figure
{
    public static string Of(Protocol protocol) => protocol == Protocol.Pairwise ? "pairwise" : "pointwise";

    public static string Of(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Of(IntervalEstimate estimate) => double.IsNaN(estimate.Interval.Width)
        ? Of(estimate.Value)
        : $"{Of(estimate.Value)} [{Of(estimate.Interval.Lower)}, {Of(estimate.Interval.Upper)}]";
}
