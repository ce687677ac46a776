using System.Numerics.Tensors;
using Arena.Core.Learning;
using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Scorers;

/// <summary>Ridge logistic regression of what a response earns on its standardised features, response by response, its opponents' strength held constant. Its scores are
/// log-odds against an opponent of strength 0.</summary>
/// <param name="ridge">Penalty on every squared weight, in units of rows.</param>
public sealed class LogisticScorer(double ridge = 30) : IScorer
{
    /// <inheritdoc/>
    public string Name => "logistic";

    /// <inheritdoc/>
    public ITrainedScorer Train(TrainingRows rows, long seed, CancellationToken cancellationToken = default)
    {
        var standardization = Standardization.Of(rows);
        var features = standardization.Apply(rows);
        var size = standardization.Columns.Count;
        var minimum = LimitedMemoryBfgs.Minimize(
            (point, gradient) =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                var weights = point[..size];
                gradient.Clear();
                var value = 0.0;
                for (var i = 0; i < features.Length; i++)
                {
                    var logit = TensorPrimitives.Dot(features[i], weights) + point[size] - rows.Offsets[i];
                    value += Logistic.LogOnePlusExp(logit) - (rows.Outcomes[i] * logit);
                    var residual = Logistic.Probability(logit) - rows.Outcomes[i];
                    TensorPrimitives.MultiplyAdd(features[i], residual, gradient[..size], gradient[..size]);
                    gradient[size] += residual;
                }

                TensorPrimitives.MultiplyAdd(weights, ridge, gradient[..size], gradient[..size]);
                return value + (ridge / 2 * TensorPrimitives.SumOfSquares(weights));
            },
            new double[size + 1],
            gradientTolerance: 1e-4 * rows.Count,
            maxIterations: 200);
        return new LinearTrained(new(standardization, [.. minimum.Point.Take(size)], minimum.Point[size]));
    }
}
