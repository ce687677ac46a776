namespace Arena.Core.Surrogate.Explanation;

/// <summary>A curve with its bootstrap replicates.</summary>
/// <param name="Values">Where it was computed.</param>
/// <param name="LogOdds">What each value adds.</param>
/// <param name="Wins">Chance of winning at each value.</param>
/// <param name="From">Lower end of the range whose effect is told.</param>
/// <param name="To">Upper end.</param>
/// <param name="AreQuartiles">Whether these two are the feature's quartiles.</param>
/// <param name="WinAtFrom">Chance of winning there.</param>
/// <param name="WinAtTo">Chance of winning there.</param>
internal sealed record ReplicatedCurve(
    double[] Values, Replicated[] LogOdds, Replicated[] Wins, double From, double To, bool AreQuartiles, Replicated WinAtFrom, Replicated WinAtTo)
{
    /// <summary>As it is told.</summary>
    public SplineCurve Told(RedundancyGroup group, double level) => new(
        group.Representative,
        [.. group.Members.Skip(1)],
        [.. Values.Select((value, i) => new CurvePoint(value, LogOdds[i].Estimate(level), Wins[i].Estimate(level)))],
        From,
        To,
        AreQuartiles,
        WinAtFrom.Estimate(level),
        WinAtTo.Estimate(level),
        WinAtTo.Less(WinAtFrom).Estimate(level),
        Peak(level));

    private double? Peak(double level)
    {
        var top = Enumerable.Range(0, Values.Length).MaxBy(i => LogOdds[i].Value);
        var sure = (1 + level) / 2;
        return LogOdds[top].Less(LogOdds[0]).ShareAbove >= sure && LogOdds[top].Less(LogOdds[^1]).ShareAbove >= sure ? Values[top] : null;
    }
}
