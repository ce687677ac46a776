namespace Arena.Core.Surrogate.Features;

/// <summary>Words or n-grams with how often each stands in a text, in the order of their hashes, so that two bags meet in one pass. Immutable.</summary>
public sealed class WordBag
{
    private readonly ulong[] _keys;
    private readonly int[] _counts;

    private WordBag(ulong[] keys, int[] counts, int total)
    {
        _keys = keys;
        _counts = counts;
        Total = total;
    }

    /// <summary>How many there are, repeats counted.</summary>
    public int Total { get; }

    /// <summary>How many different ones there are.</summary>
    public int Distinct => _keys.Length;

    /// <summary>The hashes, ascending.</summary>
    public ReadOnlySpan<ulong> Keys => _keys;

    /// <summary>How often each of <see cref="Keys"/> occurs, 1 or more.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>Counts hashes.</summary>
    /// <param name="hashes">The hashes, in any order.</param>
    public static WordBag Of(ReadOnlySpan<ulong> hashes)
    {
        if (hashes.IsEmpty)
        {
            return new([], [], 0);
        }

        var sorted = hashes.ToArray();
        Array.Sort(sorted);
        var counts = new int[sorted.Length];
        var last = 0;
        counts[0] = 1;
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] != sorted[last])
            {
                sorted[++last] = sorted[i];
            }

            counts[last]++;
        }

        return new(sorted[..(last + 1)], counts[..(last + 1)], hashes.Length);
    }

    /// <summary>How many both have in common, a repeat as often as it is in both: Σ min(count, count).</summary>
    /// <param name="other">The other bag.</param>
    public int Common(WordBag other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Meet(other, static (a, b) => Math.Min(a, b));
    }

    /// <summary>How many different ones are in both.</summary>
    /// <param name="other">The other bag.</param>
    public int CommonDistinct(WordBag other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Meet(other, static (_, _) => 1);
    }

    private int Meet(WordBag other, Func<int, int, int> value)
    {
        var sum = 0;
        for (int i = 0, j = 0; i < _keys.Length && j < other._keys.Length;)
        {
            var (a, b) = (_keys[i], other._keys[j]);
            if (a == b)
            {
                sum += value(_counts[i], other._counts[j]);
            }

            i += a <= b ? 1 : 0;
            j += b <= a ? 1 : 0;
        }

        return sum;
    }
}
