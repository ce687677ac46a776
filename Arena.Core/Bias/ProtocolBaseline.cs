using Arena.Core.Judging;
using Arena.Core.Statistics;

namespace Arena.Core.Bias;

/// <summary>What a protocol makes of the pairs as they are.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Pairs">Pairs that were read, failures included.</param>
/// <param name="Failed">Pairs without a verdict.</param>
/// <param name="Margin">The matched margin, in units of the lead.</param>
/// <param name="Ties">Ties at the margin that was asked for; score interval clustered by prompt.</param>
/// <param name="MatchedTies">Ties at the matched margin.</param>
/// <param name="Strength">Mean preference strength |lead| (0 where a tie is likeliest), in units of the lead, clustered by prompt.</param>
/// <param name="Accuracy">Points by gold at the margin that was asked for, a tie counting half, clustered by prompt; NaN without gold.</param>
public sealed record ProtocolBaseline(
    Protocol Protocol,
    int Pairs,
    int Failed,
    double Margin,
    ClusteredShare Ties,
    ClusteredShare MatchedTies,
    IntervalEstimate Strength,
    IntervalEstimate Accuracy);
