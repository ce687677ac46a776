using System.Globalization;
using Arena.Core.Judging;
using Arena.Core.Statistics;

namespace Arena.Cli;

/// <summary>How numbers read in tables.</summary>
internal static class Numbers
{
    /// <summary>A size in binary units: "199.3 MiB".</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
    };

    /// <summary>A share with three digits, and its interval where there is one.</summary>
    public static string Share(ClusteredShare share) => Estimate(share.Value ?? double.NaN, share.Interval);

    /// <summary>An estimate with three digits, and its interval where there is one; a dash where the data do not define it.</summary>
    public static string Estimate(IntervalEstimate estimate) => Estimate(estimate.Value, estimate.Interval);

    /// <summary>An estimate with three digits, and its interval where there is one; a dash where the data do not define it.</summary>
    public static string Estimate(double value, Interval? interval) => !double.IsFinite(value)
        ? "–"
        : interval is { } ends && double.IsFinite(ends.Width)
            ? string.Create(CultureInfo.InvariantCulture, $"{value:0.000} [{ends.Lower:0.000}, {ends.Upper:0.000}]")
            : string.Create(CultureInfo.InvariantCulture, $"{value:0.000}");

    /// <summary>A coefficient with three digits, or a dash where the data do not define it.</summary>
    public static string Coefficient(double? value) =>
        value is { } number && double.IsFinite(number) ? number.ToString("0.000", CultureInfo.InvariantCulture) : "–";
}
