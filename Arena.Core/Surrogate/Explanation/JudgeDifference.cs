using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>A figure of two judges.</summary>
/// <param name="Name">What of.</param>
/// <param name="First">The one's.</param>
/// <param name="Second">The other's.</param>
/// <param name="Difference">First less second, on the same draws.</param>
public sealed record JudgeDifference(string Name, IntervalEstimate First, IntervalEstimate Second, IntervalEstimate Difference)
{
    internal static JudgeDifference Of(string name, Replicated first, Replicated second, double level) =>
        new(name, first.Estimate(level), second.Estimate(level), first.Less(second).Estimate(level));
}
