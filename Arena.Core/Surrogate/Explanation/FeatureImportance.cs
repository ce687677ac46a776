using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>
/// How much worse the surrogate foretells the verdicts on contestants held out when some features are those of another response to the same prompt
/// (Breiman 2001; Fisher, Rudin and Dominici 2019). It says what the surrogate uses of them, given all other features.
/// </summary>
/// <param name="Name">The feature, the representative of the group, or the family.</param>
/// <param name="Members">Features that were permuted together.</param>
/// <param name="AucDrop">AUC lost.</param>
/// <param name="LossRise">Log-loss gained, in nats a response.</param>
public sealed record FeatureImportance(string Name, IReadOnlyList<string> Members, IntervalEstimate AucDrop, IntervalEstimate LossRise);
