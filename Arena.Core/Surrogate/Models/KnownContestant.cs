namespace Arena.Core.Surrogate.Models;

/// <summary>A contestant that a surrogate judge has learned from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Strength">Its log-strength by the judge: against the baseline, or against the field.</param>
public sealed record KnownContestant(string Name, double Strength);
