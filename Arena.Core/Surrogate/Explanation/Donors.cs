using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>
/// Whose features a row is lent when they are permuted: those of another response to the same prompt. The responses to a prompt are put into a ring in
/// random order, so that none keeps its own and each is lent once.
/// </summary>
internal static class Donors
{
    /// <summary>A donor for every row; the row itself where its prompt has no other response.</summary>
    public static int[] Draw(ExplanationTable table, long seed, int permutation)
    {
        var donors = new int[table.Rows];
        foreach (var rows in Enumerable.Range(0, table.Rows).GroupBy(row => table.PromptOf[row]))
        {
            int[] ring = [.. rows];
            new DeterministicRandom(seed, ((long)permutation << 32) + rows.Key).Shuffle(ring.AsSpan());
            for (var i = 0; i < ring.Length; i++)
            {
                donors[ring[i]] = ring[(i + 1) % ring.Length];
            }
        }

        return donors;
    }

    /// <summary>All rows, with some columns lent by the donors.</summary>
    public static double[][] Lend(ExplanationTable table, int[] donors, IReadOnlyList<int> columns)
    {
        var result = new double[table.Rows][];
        for (var row = 0; row < result.Length; row++)
        {
            var (own, lent) = ((double[])table.Features[row].Clone(), table.Features[donors[row]]);
            foreach (var column in columns)
            {
                own[column] = lent[column];
            }

            result[row] = own;
        }

        return result;
    }
}
