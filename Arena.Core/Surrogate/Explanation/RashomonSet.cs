namespace Arena.Core.Surrogate.Explanation;

/// <summary>Models that foretell the verdicts about as well as the best, and what they agree on.</summary>
/// <param name="Models">All models that were tried, the best first.</param>
/// <param name="Bound">The greatest log-loss of a model in the set.</param>
/// <param name="Importances">Range of the importance of the groups that interactions were tried of.</param>
/// <param name="Interactions">Pairs of them, those that all models have most of in log-odds first.</param>
public sealed record RashomonSet(
    IReadOnlyList<RashomonModel> Models, double Bound, IReadOnlyList<ImportanceRange> Importances, IReadOnlyList<InteractionRange> Interactions);
