using System.Numerics.Tensors;

namespace Arena.Core.Surrogate.Scorers;

/// <summary>A weight for every standardised feature.</summary>
internal sealed class LinearTrained(Standardization standardization, double[] weights, double intercept) : ITrainedScorer
{
    public double[] Score(ScorerRows rows) => [.. standardization.Apply(rows).Select(row => TensorPrimitives.Dot<double>(row, weights) + intercept)];
}
