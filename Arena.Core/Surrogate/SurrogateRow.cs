namespace Arena.Core.Surrogate;

/// <summary>How well a scorer foretells the judge.</summary>
/// <param name="Scorer">The scorer.</param>
/// <param name="Inputs">What it looked at.</param>
/// <param name="IsInSample">Whether it was measured on what it had learned from, which says how well it remembers.</param>
/// <param name="Metrics">The figures.</param>
/// <param name="TrainingSeconds">Seconds of training, in all folds together.</param>
/// <param name="ScoringSeconds">Seconds of scoring all responses.</param>
public sealed record SurrogateRow(string Scorer, ScorerInputs Inputs, bool IsInSample, SurrogateMetrics Metrics, double TrainingSeconds, double ScoringSeconds);
