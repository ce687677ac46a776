namespace Arena.Core.Surrogate;

/// <summary>What a scorer predicted of every row when the row was held out.</summary>
/// <param name="Setup">The scorer.</param>
/// <param name="Split">What was held out.</param>
/// <param name="LogOdds">Calibrated score by row: log-odds of winning against an opponent of score 0, which is the baseline's.</param>
/// <param name="Probabilities">Probability of winning by row: against the baseline, or the mean over the opponents that the response met.</param>
/// <param name="TrainingSeconds">Seconds that training took in all folds together, the fits for the calibration included.</param>
/// <param name="ScoringSeconds">Seconds that scoring all rows took.</param>
public sealed record SurrogatePredictions(
    ScorerSetup Setup, SplitKind Split, IReadOnlyList<double> LogOdds, IReadOnlyList<double> Probabilities, double TrainingSeconds, double ScoringSeconds);
