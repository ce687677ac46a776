namespace Arena.Bench.Coverage;

/// <summary>How the intervals of one simulated tournament fared.</summary>
/// <param name="Strengths">Share of the log-strengths that lie in their intervals.</param>
/// <param name="Differences">Share of the differences of two log-strengths that lie in theirs.</param>
/// <param name="DifferencesByNormal">
/// The share that a sandwich with the normal quantile in place of Student's would have; that of the intervals themselves for a bootstrap.
/// </param>
/// <param name="Others">Share of tie parameter and position effect that lie in theirs; NaN without either.</param>
/// <param name="RanksHold">Whether every contestant's true rank lies in its range.</param>
/// <param name="RankWidth">Mean number of places in a range of ranks.</param>
/// <param name="DifferenceWidth">Mean width of the intervals of differences.</param>
/// <param name="FailedShare">Share of bootstrap replicates without a finite maximum.</param>
internal sealed record TournamentOutcome(
    double Strengths,
    double Differences,
    double DifferencesByNormal,
    double Others,
    bool RanksHold,
    double RankWidth,
    double DifferenceWidth,
    double FailedShare);
