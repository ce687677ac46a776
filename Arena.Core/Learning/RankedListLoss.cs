using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Arena.Core.Learning;

/// <summary>
/// A loss that uses of the labels only which item stands above which, by a margin at least: <see cref="RankNetLoss"/>,
/// <see cref="RankListLoss"/>, <see cref="SkipWiseRankListLoss"/>, <see cref="ListMleLoss"/>. Tied items form a group; items of
/// one group, and items whose labels differ by less than the margin, are never compared.
/// </summary>
public abstract class RankedListLoss : IRankingLoss
{
    private protected RankedListLoss(double margin)
    {
        if (!(margin >= 0 && double.IsFinite(margin)))
        {
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "the margin is a finite number, 0 or more");
        }

        Margin = margin;
    }

    /// <summary>
    /// The least difference of labels, in their own units, at which two items are compared; at 0 all that differ are. The
    /// difference is compared as computed, so a margin should lie between two possible differences rather than on one, unless
    /// the labels are whole numbers.
    /// </summary>
    public double Margin { get; }

    /// <inheritdoc/>
    /// <remarks>A list that is given best first is not sorted.</remarks>
    public double Evaluate(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, Span<double> gradient)
    {
        Guard.List(scores, labels, gradient);
        var n = scores.Length;
        if (n == 0)
        {
            return 0;
        }

        var numbers = ArrayPool<double>.Shared.Rent((5 * n) + 2);
        var indices = ArrayPool<int>.Shared.Rent((3 * n) + 1);
        try
        {
            var goldLabels = numbers.AsSpan(0, n);
            var goldScores = numbers.AsSpan(n, n);
            var goldGradient = numbers.AsSpan(2 * n, n);
            var scratch = numbers.AsSpan(3 * n, (2 * n) + 2);
            var order = indices.AsSpan(0, n);
            SortDescending(labels, goldLabels, order);
            for (var i = 0; i < n; i++)
            {
                goldScores[i] = scores[order[i]];
            }

            var list = RankedList.Group(goldLabels, Margin, indices.AsSpan(n, n + 1), indices.AsSpan((2 * n) + 1, n));
            var top = TensorPrimitives.Max<double>(goldScores);
            TensorPrimitives.Subtract(goldScores, top, goldScores);
            goldGradient.Clear();
            var value = TensorPrimitives.Min<double>(goldScores) >= -PlainStrength.MaxRange
                ? Evaluate<PlainStrength>(list, goldScores, goldGradient, scratch)
                : Evaluate<LogStrength>(list, goldScores, goldGradient, scratch);
            for (var i = 0; i < n; i++)
            {
                gradient[order[i]] = goldGradient[i];
            }

            return value;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(numbers);
            ArrayPool<int>.Shared.Return(indices);
        }
    }

    /// <summary>Adds the derivatives of a grouped list, given in gold order, to the gradient, and returns the loss.</summary>
    /// <param name="list">The groups.</param>
    /// <param name="strengths">e^s of every item, all by the same factor.</param>
    /// <param name="gradient">The derivatives by every score.</param>
    /// <param name="scratch">Room for 2 (groups + 1) numbers.</param>
    internal abstract double Evaluate<T>(RankedList list, ReadOnlySpan<T> strengths, Span<double> gradient, Span<T> scratch)
        where T : unmanaged, IStrength<T>;

    /// <summary>Turns scores into strengths in place; both kinds of strength are one double.</summary>
    private double Evaluate<T>(RankedList list, Span<double> scores, Span<double> gradient, Span<double> scratch)
        where T : unmanaged, IStrength<T>
    {
        var strengths = MemoryMarshal.Cast<double, T>(scores);
        for (var i = 0; i < scores.Length; i++)
        {
            strengths[i] = T.FromLog(scores[i]);
        }

        return Evaluate(list, strengths, gradient, MemoryMarshal.Cast<double, T>(scratch));
    }

    private static void SortDescending(ReadOnlySpan<double> labels, Span<double> sorted, Span<int> order)
    {
        var isSorted = true;
        for (var i = 0; i < labels.Length; i++)
        {
            order[i] = i;
            isSorted &= i == 0 || labels[i] <= labels[i - 1];
        }

        labels.CopyTo(sorted);
        if (!isSorted)
        {
            sorted.Sort(order);
            sorted.Reverse();
            order.Reverse();
        }
    }
}
