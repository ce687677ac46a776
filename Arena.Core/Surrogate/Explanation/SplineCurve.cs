using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>How the chance of winning goes with a feature, the other curves' features held still.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="GoesWith">Features that say nearly the same and have no curve of their own: what they do is in this one.</param>
/// <param name="Points">The curve.</param>
/// <param name="From">
/// Lower quartile of the feature; where the quartiles are the same, the least value.
/// </param>
/// <param name="To">Upper quartile; where the quartiles are the same, the greatest value that has a curve.</param>
/// <param name="AreQuartiles">Whether these are the quartiles, between which the middle half of all responses lies.</param>
/// <param name="WinAtFrom">Chance of winning at <paramref name="From"/>.</param>
/// <param name="WinAtTo">Chance of winning at <paramref name="To"/>.</param>
/// <param name="Effect">The second less the first.</param>
/// <param name="Peak">Value at which the chance is greatest, where it is lower at both ends beyond doubt; else null.</param>
public sealed record SplineCurve(
    string Feature,
    IReadOnlyList<string> GoesWith,
    IReadOnlyList<CurvePoint> Points,
    double From,
    double To,
    bool AreQuartiles,
    IntervalEstimate WinAtFrom,
    IntervalEstimate WinAtTo,
    IntervalEstimate Effect,
    double? Peak);
