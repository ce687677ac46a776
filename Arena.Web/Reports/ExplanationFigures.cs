using System.Globalization;
using Arena.Core.Reports;
using Arena.Core.Statistics;

namespace Arena.Web.Reports;

/// <summary>Figures that are small: of importance, four digits behind the point.</summary>
internal static class ExplanationFigures
{
    public static string Small(double value) => double.IsFinite(value) ? Text(value).Replace('-', '−') : Figures.None;

    public static string Small(IntervalEstimate of) => double.IsFinite(of.Interval.Width)
        ? $"{Small(of.Value)} [{Small(of.Interval.Lower)}, {Small(of.Interval.Upper)}]"
        : Small(of.Value);

    private static string Text(double value) => value.ToString("0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);
}
