namespace Arena.Web.Charts;

/// <summary>One of several small charts: curves over the same values.</summary>
/// <param name="Title">What lies across.</param>
/// <param name="Series">The curves; one, or two that are compared.</param>
public sealed record CurvePanel(string Title, IReadOnlyList<CurveSeries> Series)
{
    /// <summary>Marks across that may be labelled, the most important first; those that would overlap are left out.</summary>
    public IReadOnlyList<(double X, string Text)> Ticks { get; init; } = [];

    /// <summary>What is shaded behind the curves, in values across; null for nothing.</summary>
    public (double Low, double High)? Shade { get; init; }

    /// <summary>All there is to say of the panel, shown when pointed at.</summary>
    public string? Details { get; init; }
}
