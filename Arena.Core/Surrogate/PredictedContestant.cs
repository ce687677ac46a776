namespace Arena.Core.Surrogate;

/// <summary>How strong a contestant is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Judged">Log-strength by the judge.</param>
/// <param name="Predicted">Log-strength as predicted while it was held out.</param>
public sealed record PredictedContestant(string Name, double Judged, double Predicted);
