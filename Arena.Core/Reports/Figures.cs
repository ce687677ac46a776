using System.Globalization;
using Arena.Core.Judging;
using Arena.Core.Statistics;

namespace Arena.Core.Reports;

/// <summary>How figures read in reports.</summary>
public static class Figures
{
    /// <summary>What stands where the data do not define a figure.</summary>
    public const string None = "–";

    /// <summary>A count with its thousands apart.</summary>
    /// <param name="count">The count.</param>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count of things: "1 vote", "2 votes".</summary>
    /// <param name="count">The count.</param>
    /// <param name="thing">One thing; its plural ends in s.</param>
    public static string Count(long count, string thing) => count == 1 ? $"1 {thing}" : $"{Count(count)} {thing}s";

    /// <summary>A share in percent: "63 %", or "63.4 %" with a digit.</summary>
    /// <param name="share">The share, 1 being all; null where it is not defined.</param>
    /// <param name="digits">Digits behind the point.</param>
    public static string Percent(double? share, int digits = 0) => share is { } value && double.IsFinite(value)
        ? (100 * value).ToString(digits == 0 ? "0" : "0." + new string('0', digits), CultureInfo.InvariantCulture) + " %"
        : None;

    /// <summary>A share in percent with its interval: "63.4 % [60.1, 66.6]".</summary>
    /// <param name="share">The share.</param>
    public static string Share(ClusteredShare share)
    {
        ArgumentNullException.ThrowIfNull(share);
        return share.Value is { } value && share.Interval is { } interval && double.IsFinite(interval.Width)
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0} % [{100 * interval.Lower:0.0}, {100 * interval.Upper:0.0}]")
            : Percent(share.Value, 1);
    }

    /// <summary>An estimate with three digits, and its interval where there is one: "0.312 [0.201, 0.423]".</summary>
    /// <param name="value">The estimate; NaN where it is not defined.</param>
    /// <param name="interval">Its interval; null where there is none.</param>
    public static string Estimate(double value, Interval? interval = null) => !double.IsFinite(value)
        ? None
        : (interval is { } ends && double.IsFinite(ends.Width)
            ? string.Create(CultureInfo.InvariantCulture, $"{value:0.000} [{ends.Lower:0.000}, {ends.Upper:0.000}]")
            : value.ToString("0.000", CultureInfo.InvariantCulture)).Replace('-', '−');

    /// <summary>An estimate with three digits, and its interval where there is one.</summary>
    /// <param name="estimate">The estimate.</param>
    public static string Estimate(IntervalEstimate estimate) => Estimate(estimate.Value, estimate.Interval);

    /// <summary>A coefficient with two digits.</summary>
    /// <param name="value">The coefficient; null or NaN where it is not defined.</param>
    public static string Coefficient(double? value) => value is { } number && double.IsFinite(number)
        ? number.ToString("0.00", CultureInfo.InvariantCulture).Replace('-', '−')
        : None;

    /// <summary>A confidence level: "95 %".</summary>
    /// <param name="level">The level, in (0, 1).</param>
    public static string Level(double level) => (100 * level).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
