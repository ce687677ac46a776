namespace Arena.Core.Surrogate.Explanation;

/// <summary>A learned permutation mask, our reconstruction of LeAP.</summary>
/// <param name="Gates">A gate for every group, in the order of the groups' importance.</param>
/// <param name="Price">What keeping a group costs, in nats a response: an equal share of what is lost when all are permuted.</param>
/// <param name="Runs">Number of runs from other seeds.</param>
/// <param name="RankCorrelation">Spearman's ρ of the gates with the groups' permutation importance; NaN where it is not defined.</param>
public sealed record LearnedMask(IReadOnlyList<LearnedGate> Gates, double Price, int Runs, double RankCorrelation);
