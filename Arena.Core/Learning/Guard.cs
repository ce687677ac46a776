using System.Numerics.Tensors;

namespace Arena.Core.Learning;

internal static class Guard
{
    public static void List(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> gradient)
    {
        if (scores.Length != labels.Length || scores.Length != gradient.Length)
        {
            throw new ArgumentException(
                $"a list has {scores.Length} scores, {labels.Length} labels and room for {gradient.Length} derivatives");
        }

        // Of an empty span the library says that not all are finite.
        if (!scores.IsEmpty && !(TensorPrimitives.IsFiniteAll(scores) && TensorPrimitives.IsFiniteAll(labels)))
        {
            throw new ArgumentException("a score or a label is not a finite number");
        }
    }
}
