namespace Arena.Web.Charts;

/// <summary>A point of a curve.</summary>
/// <param name="X">Where it lies across.</param>
/// <param name="XText">That, as it is to read.</param>
/// <param name="Value">The value.</param>
/// <param name="Lower">Lower end of the band.</param>
/// <param name="Upper">Upper end of the band.</param>
public sealed record CurveMark(double X, string XText, double Value, double Lower, double Upper);
