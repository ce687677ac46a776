using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>How two groups of features act together, over all models that are about as good as the best.</summary>
/// <param name="First">Representative of the one.</param>
/// <param name="Second">Representative of the other.</param>
/// <param name="Least">
/// The least over the models of φ₁₂ − φ₁ − φ₂, with φ the rise of log-loss when the groups are permuted (Li and Barnard 2023): above 0 they are worth more
/// together than apart. Log-loss is no straight line, so a model without any interaction need not have 0.
/// </param>
/// <param name="Most">The greatest.</param>
/// <param name="OfBest">That of the best model, with an interval over contestants and prompts.</param>
/// <param name="LogOddsLeast">
/// The least over the models of the root mean square of f − f₁ − f₂ + f₁₂, with f the log-odds and f₁ those when the first is permuted: exactly 0 of a
/// model that adds the two up.
/// </param>
/// <param name="LogOddsMost">The greatest.</param>
public sealed record InteractionRange(
    string First, string Second, double Least, double Most, IntervalEstimate OfBest, double LogOddsLeast, double LogOddsMost);
