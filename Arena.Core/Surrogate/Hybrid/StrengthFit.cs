namespace Arena.Core.Surrogate.Hybrid;

/// <summary>A Bradley–Terry fit to battles of a <see cref="HybridSample"/>.</summary>
/// <param name="Strengths">Log-strengths by contestant, centred on 0.</param>
/// <param name="Inverse">Inverse of the information, row by row; the common level of all strengths is pinned.</param>
internal sealed record StrengthFit(double[] Strengths, double[] Inverse);
