using System.Numerics.Tensors;
using Arena.Core.Learning;

namespace Arena.Core.Surrogate.Scorers;

/// <summary>A linear score of the standardised features that ranks the responses to each prompt, trained with a ranking loss and a ridge.</summary>
/// <param name="name">Its name in tables.</param>
/// <param name="loss">The loss of a prompt's list.</param>
/// <param name="ridge">Penalty on every squared weight, in units of the mean loss of a prompt.</param>
public sealed class LinearRanker(string name, IRankingLoss loss, double ridge = 0.01) : IScorer
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ITrainedScorer Train(TrainingRows rows, long seed, CancellationToken cancellationToken = default)
    {
        var standardization = Standardization.Of(rows);
        var features = standardization.Apply(rows);
        var lists = PromptLists.Of(rows);
        var longest = lists.Max(list => list.Rows.Length);
        var scale = 1.0 / lists.Sum(list => list.Rows.Length);
        var (scores, slopes) = (new double[longest], new double[longest]);
        var minimum = LimitedMemoryBfgs.Minimize(
            (weights, gradient) =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                TensorPrimitives.Multiply(weights, ridge, gradient);
                var value = ridge / 2 * TensorPrimitives.SumOfSquares(weights);
                foreach (var (list, labels) in lists)
                {
                    for (var i = 0; i < list.Length; i++)
                    {
                        scores[i] = TensorPrimitives.Dot(features[list[i]], weights);
                    }

                    value += scale * loss.Evaluate(scores.AsSpan(0, list.Length), labels, slopes.AsSpan(0, list.Length));
                    for (var i = 0; i < list.Length; i++)
                    {
                        TensorPrimitives.MultiplyAdd(features[list[i]], scale * slopes[i], gradient, gradient);
                    }
                }

                return value;
            },
            new double[standardization.Columns.Count],
            gradientTolerance: 1e-3,
            maxIterations: 100);
        return new RankerTrained(new LinearTrained(new(standardization, [.. minimum.Point], 0)), rows);
    }
}
