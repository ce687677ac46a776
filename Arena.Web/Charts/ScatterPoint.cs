using Arena.Core.Statistics;

namespace Arena.Web.Charts;

/// <summary>A point of a scatter plot.</summary>
/// <param name="Label">What it is.</param>
/// <param name="X">Its value across; finite.</param>
/// <param name="Y">Its value upwards; finite.</param>
public sealed record ScatterPoint(string Label, double X, double Y)
{
    /// <summary>Interval of the value across; null where there is none.</summary>
    public Interval? XInterval { get; init; }

    /// <summary>Interval of the value upwards; null where there is none.</summary>
    public Interval? YInterval { get; init; }
}
