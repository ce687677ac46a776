namespace Arena.Core.Surrogate.Explanation;

/// <summary>A learned permutation mask, our reconstruction of LeAP.</summary>
/// <param name="Gates">A gate for every group, in the order of the groups' importance.</param>
/// <param name="Price">What keeping a group costs, in nats a response: an equal share of what is lost when all are permuted.</param>
/// <param name="Runs">Number of runs from other seeds.</param>
/// <param name="RankCorrelation">
/// Spearman's ρ of the gates with the groups' permutation importance, in log-loss; NaN where it is not defined. Where most groups are of no use, their
/// order is chance.
/// </param>
/// <param name="Needed">Number of groups that are kept in more than half of the rows.</param>
/// <param name="NeededAndDear">How many of these are among as many groups of the greatest permutation importance.</param>
public sealed record LearnedMask(IReadOnlyList<LearnedGate> Gates, double Price, int Runs, double RankCorrelation, int Needed, int NeededAndDear);
