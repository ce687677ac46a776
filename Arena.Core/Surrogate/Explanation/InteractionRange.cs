using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>How two groups of features act together, over the models that look at both and are about as good as the best.</summary>
/// <param name="First">Representative of the one.</param>
/// <param name="Second">Representative of the other.</param>
/// <param name="Least">
/// The least over the models of φ₁₂ − φ₁ − φ₂, with φ the rise of log-loss when the groups are permuted (Li and Barnard 2023): above 0 the one makes up for
/// the other where that is permuted, below 0 each is worth less without the other. Log-loss is no straight line, so a model without any interaction need
/// not have 0.
/// </param>
/// <param name="Most">The greatest.</param>
/// <param name="OfSurrogate">That of the surrogate that is explained, with an interval over contestants and prompts.</param>
/// <param name="LogOddsLeast">
/// The least over the models of the root mean square of f − f₁ − f₂ + f₁₂, with f the log-odds and f₁ those when the first is permuted: exactly 0 of a
/// model that adds the two up.
/// </param>
/// <param name="LogOddsMost">The greatest.</param>
/// <param name="Models">Number of models; where it is 0, the range is NaN.</param>
public sealed record InteractionRange(
    string First, string Second, double Least, double Most, IntervalEstimate OfSurrogate, double LogOddsLeast, double LogOddsMost, int Models);
