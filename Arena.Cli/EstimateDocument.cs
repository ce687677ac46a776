using Arena.Core.Statistics;

namespace Arena.Cli;

/// <summary>An estimate with its interval in JSON. What the data do not define is null.</summary>
internal sealed record EstimateDocument(double? Value, double? Lower, double? Upper)
{
    public static EstimateDocument From(IntervalEstimate estimate) => From(estimate.Value, estimate.Interval);

    public static EstimateDocument From(double value, Interval? interval) =>
        new(Defined(value), Defined(interval?.Lower), Defined(interval?.Upper));

    private static double? Defined(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
