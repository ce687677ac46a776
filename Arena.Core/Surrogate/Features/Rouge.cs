namespace Arena.Core.Surrogate.Features;

/// <summary>
/// ROUGE: overlap of a text with a reference. Lin, "ROUGE: A package for automatic evaluation of summaries", 2004. Words as in
/// <see cref="TextProfile"/>, without stemming; each measure is the F1 of precision and recall.
/// </summary>
public static class Rouge
{
    /// <summary>The longest run of words that is counted, here and for BLEU.</summary>
    internal const int LongestGram = 4;

    /// <summary>ROUGE-N: the F1 of common runs of n words, repeats clipped.</summary>
    /// <param name="text">The text.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="n">Words a run, from 1 to 4.</param>
    /// <returns>In [0, 1]; 0 where either has no run of n words.</returns>
    public static double N(TextProfile text, TextProfile reference, int n)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(reference);
        var (a, b) = (text.Grams(n), reference.Grams(n));
        return F1(a.Common(b), a.Total, b.Total);
    }

    /// <summary>ROUGE-L: the F1 of the longest common subsequence of words, over the whole text as one sequence.</summary>
    /// <param name="text">The text.</param>
    /// <param name="reference">The reference.</param>
    /// <returns>In [0, 1]; 0 where either is empty.</returns>
    public static double L(TextProfile text, TextProfile reference)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(reference);
        return F1(LongestCommonSubsequence(text.Words, reference.Words), text.Words.Length, reference.Words.Length);
    }

    /// <summary>
    /// Length of the longest common subsequence, 64 cells of the table at a time (Hyyrö, "Bit-parallel LCS-length computation revisited", 2004).
    /// </summary>
    /// <param name="a">One sequence.</param>
    /// <param name="b">The other.</param>
    internal static int LongestCommonSubsequence(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        if (a.IsEmpty || b.IsEmpty)
        {
            return 0;
        }

        if (a.Length > b.Length)
        {
            var swap = a;
            a = b;
            b = swap;
        }

        var blocks = (a.Length + 63) / 64;
        var rowOf = new Dictionary<ulong, int>(a.Length);
        foreach (var word in a)
        {
            rowOf.TryAdd(word, rowOf.Count);
        }

        var places = new ulong[rowOf.Count * blocks];
        for (var i = 0; i < a.Length; i++)
        {
            places[(rowOf[a[i]] * blocks) + (i >> 6)] |= 1ul << (i & 63);
        }

        // A 0 in the vector is a place of a at which the subsequence grew.
        var vector = new ulong[blocks];
        Array.Fill(vector, ulong.MaxValue);
        foreach (var word in b)
        {
            if (!rowOf.TryGetValue(word, out var row))
            {
                continue;
            }

            var carry = 0ul;
            for (var block = 0; block < blocks; block++)
            {
                var v = vector[block];
                var u = v & places[(row * blocks) + block];
                var sum = v + u;
                var overflow = sum < v ? 1ul : 0ul;
                sum += carry;
                carry = overflow | (sum < carry ? 1ul : 0ul);
                vector[block] = sum | (v - u);
            }
        }

        var length = 0;
        for (var i = 0; i < a.Length; i++)
        {
            length += (vector[i >> 6] >> (i & 63) & 1) == 0 ? 1 : 0;
        }

        return length;
    }

    private static double F1(int common, int first, int second) => first + second > 0 ? 2.0 * common / (first + second) : 0;
}
