namespace Arena.Core.Surrogate.Explanation;

/// <summary>How much models that are about as good make of a group of features: the spread over models, not over data.</summary>
/// <param name="Name">The group's representative.</param>
/// <param name="Least">The least rise of log-loss when it is permuted.</param>
/// <param name="Most">The greatest.</param>
public sealed record ImportanceRange(string Name, double Least, double Most);
