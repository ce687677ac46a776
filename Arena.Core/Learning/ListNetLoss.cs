using System.Numerics.Tensors;

namespace Arena.Core.Learning;

/// <summary>
/// ListNet, top-1: the cross entropy −Σ_i p_i log q_i with p = softmax(labels) and q = softmax(scores). Cao et al., "Learning to
/// rank: from pairwise approach to listwise approach", ICML 2007. The one loss here that uses how far labels are apart, so
/// their unit matters: the loss is least where the scores equal the labels, up to a constant.
/// </summary>
public sealed class ListNetLoss : IRankingLoss
{
    /// <inheritdoc/>
    /// <remarks>The least value is the entropy of p, not 0.</remarks>
    public double Evaluate(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, Span<double> gradient)
    {
        Guard.List(scores, labels, gradient);
        if (scores.IsEmpty)
        {
            return 0;
        }

        // The gradient q − p sums to 0, so the loss is log Σ e^s − Σ p s, with all s taken relative to the greatest.
        var topScore = TensorPrimitives.Max(scores);
        var topLabel = TensorPrimitives.Max(labels);
        double scoreSum = 0, labelSum = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            scoreSum += Math.Exp(scores[i] - topScore);
            labelSum += Math.Exp(labels[i] - topLabel);
        }

        var value = Math.Log(scoreSum);
        for (var i = 0; i < scores.Length; i++)
        {
            var p = Math.Exp(labels[i] - topLabel) / labelSum;
            value -= p * (scores[i] - topScore);
            gradient[i] = (Math.Exp(scores[i] - topScore) / scoreSum) - p;
        }

        return value;
    }
}
