using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>How far two leaderboards order the same contestants alike.</summary>
/// <param name="First">Index of the one leaderboard.</param>
/// <param name="Second">Index of the other.</param>
/// <param name="Contestants">
/// How many contestants both rate within one group of theirs; others have no place that could be compared.
/// </param>
/// <param name="KendallTau">Kendall's τ-b of the ratings; NaN where it is not defined.</param>
/// <param name="SpearmanRho">Spearman's ρ of the ratings; NaN where it is not defined.</param>
/// <param name="FailedReplicates">Bootstrap replicates in which a rating or a coefficient is not defined, left out of the intervals.</param>
public sealed record RankAgreement(
    int First, int Second, int Contestants, IntervalEstimate KendallTau, IntervalEstimate SpearmanRho, int FailedReplicates);
