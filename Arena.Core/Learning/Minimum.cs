namespace Arena.Core.Learning;

/// <summary>Where a minimisation ended.</summary>
/// <param name="Point">The best point.</param>
/// <param name="Value">The function there.</param>
/// <param name="GradientNorm">Euclidean norm of the gradient there.</param>
/// <param name="Iterations">Steps taken.</param>
/// <param name="IsConverged">Whether the gradient norm is within the tolerance asked for.</param>
public sealed record Minimum(IReadOnlyList<double> Point, double Value, double GradientNorm, int Iterations, bool IsConverged);
