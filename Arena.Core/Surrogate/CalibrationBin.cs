namespace Arena.Core.Surrogate;

/// <summary>Battles of like predicted probability.</summary>
/// <param name="Probability">Mean predicted probability.</param>
/// <param name="Outcome">Mean of what was earned.</param>
/// <param name="Battles">How many.</param>
public sealed record CalibrationBin(double Probability, double Outcome, int Battles);
