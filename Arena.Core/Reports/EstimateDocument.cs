using Arena.Core.Statistics;

namespace Arena.Core.Reports;

/// <summary>An estimate with its interval in JSON. What the data do not define is null.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Lower">Lower end of its interval.</param>
/// <param name="Upper">Upper end of its interval.</param>
public sealed record EstimateDocument(double? Value, double? Lower, double? Upper)
{
    /// <summary>The document of an estimate.</summary>
    /// <param name="estimate">The estimate.</param>
    public static EstimateDocument From(IntervalEstimate estimate) => From(estimate.Value, estimate.Interval);

    /// <summary>The document of an estimate.</summary>
    /// <param name="value">The estimate.</param>
    /// <param name="interval">Its interval; null where there is none.</param>
    public static EstimateDocument From(double value, Interval? interval) =>
        new(Defined(value), Defined(interval?.Lower), Defined(interval?.Upper));

    private static double? Defined(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
