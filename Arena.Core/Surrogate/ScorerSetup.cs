namespace Arena.Core.Surrogate;

/// <summary>A scorer and what it looks at.</summary>
/// <param name="Scorer">The scorer.</param>
/// <param name="Inputs">What it looks at.</param>
public sealed record ScorerSetup(IScorer Scorer, ScorerInputs Inputs);
