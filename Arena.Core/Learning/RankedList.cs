namespace Arena.Core.Learning;

/// <summary>
/// How a list in gold order (best first) falls into groups of tied items: group g holds the items from Starts[g] up to, but
/// without, Starts[g + 1]. Nearest[g] is the first group that is below g by the margin at least, or <see cref="Count"/> where
/// there is none: the items of group g are compared with the groups from there on. Nearest never decreases.
/// </summary>
internal readonly ref struct RankedList(ReadOnlySpan<int> starts, ReadOnlySpan<int> nearest)
{
    /// <summary>First item of every group, then the number of items.</summary>
    public ReadOnlySpan<int> Starts { get; } = starts;

    public ReadOnlySpan<int> Nearest { get; } = nearest;

    /// <summary>Number of groups.</summary>
    public int Count => Nearest.Length;

    /// <summary>Groups a list in gold order; writes into the two buffers, of n + 1 and of n.</summary>
    public static RankedList Group(ReadOnlySpan<double> descendingLabels, double margin, Span<int> starts, Span<int> nearest)
    {
        var count = 0;
        for (var i = 0; i < descendingLabels.Length; i++)
        {
            if (i == 0 || descendingLabels[i] != descendingLabels[i - 1])
            {
                starts[count++] = i;
            }
        }

        starts[count] = descendingLabels.Length;
        for (int g = 0, below = 1; g < count; g++)
        {
            below = Math.Max(below, g + 1);
            while (below < count && descendingLabels[starts[g]] - descendingLabels[starts[below]] < margin)
            {
                below++;
            }

            nearest[g] = below;
        }

        return new RankedList(starts[..(count + 1)], nearest[..count]);
    }
}
