namespace Arena.Core.Surrogate.Models;

/// <summary>How well a part of a surrogate judge did on contestants that it had not seen.</summary>
/// <param name="Contestants">How many contestants were held out in turn.</param>
/// <param name="Folds">In how many folds.</param>
/// <param name="KendallTau">τ-b to the judge's strengths.</param>
/// <param name="KendallTauLower">Lower end of its 95 % interval.</param>
/// <param name="KendallTauUpper">Upper end.</param>
/// <param name="StrengthR2">R² of log-strengths.</param>
/// <param name="PairwiseAccuracy">Share of decided pairs with the winner in front.</param>
/// <param name="Auc">Area under the curve over battles.</param>
/// <param name="Brier">Mean squared error over battles.</param>
/// <param name="CalibrationError">ECE over battles.</param>
/// <param name="StrengthError">Root mean square of predicted less judged log-strength.</param>
public sealed record PartMetrics(
    int Contestants,
    int Folds,
    double KendallTau,
    double KendallTauLower,
    double KendallTauUpper,
    double StrengthR2,
    double PairwiseAccuracy,
    double Auc,
    double Brier,
    double CalibrationError,
    double StrengthError);
