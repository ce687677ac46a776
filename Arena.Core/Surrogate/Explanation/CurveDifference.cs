using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>A feature's curve for two judges.</summary>
/// <param name="First">The one's.</param>
/// <param name="Second">The other's.</param>
/// <param name="Points">First less second in log-odds, at the values of both.</param>
/// <param name="Effect">The one's change of the chance of winning between the quartiles, less the other's.</param>
public sealed record CurveDifference(SplineCurve First, SplineCurve Second, IReadOnlyList<IntervalEstimate> Points, IntervalEstimate Effect)
{
    internal static CurveDifference Of(RedundancyGroup group, ReplicatedCurve first, ReplicatedCurve second, double level) => new(
        first.Told(group, level),
        second.Told(group, level),
        [.. first.LogOdds.Zip(second.LogOdds, (a, b) => a.Less(b).Estimate(level))],
        first.WinAtTo.Less(first.WinAtFrom).Less(second.WinAtTo.Less(second.WinAtFrom)).Estimate(level));
}
