using System.Numerics.Tensors;

namespace Arena.Core.Surrogate.Scorers;

/// <summary>A weight for every standardised feature.</summary>
/// <param name="Standardization">What the weights are of.</param>
/// <param name="Weights">The weights.</param>
/// <param name="Intercept">The score of a response whose features are all at their means.</param>
public sealed record LinearModel(Standardization Standardization, IReadOnlyList<double> Weights, double Intercept)
{
    /// <summary>The score of every standardised row.</summary>
    /// <param name="standardised">What <see cref="Surrogate.Standardization.Apply(ScorerRows)"/> gives.</param>
    public double[] Score(double[][] standardised)
    {
        ArgumentNullException.ThrowIfNull(standardised);
        double[] weights = [.. Weights];
        return Array.ConvertAll(standardised, row => TensorPrimitives.Dot<double>(row, weights) + Intercept);
    }
}
