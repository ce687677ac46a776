using Arena.Core.Statistics;
using Arena.Web.Charts;

namespace Arena.Web.Reports;

/// <summary>Rows of charts from estimates.</summary>
internal static class ChartRows
{
    /// <summary>An estimate with its interval; what is not defined is not drawn.</summary>
    public static ChartRow Of(string label, IntervalEstimate estimate, string text, string details) => new(label)
    {
        Value = Defined(estimate.Value),
        Lower = Defined(estimate.Interval.Lower),
        Upper = Defined(estimate.Interval.Upper),
        ValueText = text,
        Details = details,
    };

    private static double? Defined(double value) => double.IsFinite(value) ? value : null;
}
