namespace Arena.Core.Surrogate;

/// <summary>A scorer and what it looks at.</summary>
/// <param name="Scorer">The scorer.</param>
/// <param name="WithLikeness">Whether it sees, beside a response's own features, whom it is like among the training contestants.</param>
public sealed record ScorerSetup(IScorer Scorer, bool WithLikeness);
