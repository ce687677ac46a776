using System.Numerics.Tensors;
using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>Agglomerative clustering of features by average linkage of |Spearman| (Sokal and Michener 1958).</summary>
internal static class RedundancyGrouping
{
    /// <summary>Groups columns.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="columns">The columns to group, none of which is constant.</param>
    /// <param name="threshold">Two groups become one while the mean |Spearman| between them is at least this.</param>
    /// <returns>Columns by group, in the order of their first columns.</returns>
    public static (RedundancyGroup Group, int[] Columns)[] Of(ExplanationTable table, int[] columns, double threshold)
    {
        var ranks = columns.AsParallel().AsOrdered().Select(column => CentredRanks(table, column)).ToArray();
        var size = columns.Length;
        var likeness = new double[size, size];
        Parallel.For(0, size, i =>
        {
            for (var j = 0; j < size; j++)
            {
                likeness[i, j] = Math.Abs(TensorPrimitives.Dot<double>(ranks[i], ranks[j]));
            }
        });

        var groups = Enumerable.Range(0, size).Select(i => new List<int> { i }).ToList();
        while (groups.Count > 1)
        {
            var (best, first, second) = (threshold, -1, -1);
            for (var a = 0; a < groups.Count; a++)
            {
                for (var b = a + 1; b < groups.Count; b++)
                {
                    var mean = groups[a].Average(i => groups[b].Average(j => likeness[i, j]));
                    if (mean >= best)
                    {
                        (best, first, second) = (mean, a, b);
                    }
                }
            }

            if (first < 0)
            {
                break;
            }

            groups[first].AddRange(groups[second]);
            groups.RemoveAt(second);
        }

        return [.. groups.Select(Named)];

        (RedundancyGroup, int[]) Named(List<int> members)
        {
            var centre = members.OrderByDescending(i => members.Sum(j => likeness[i, j])).ThenBy(i => i).First();
            int[] ordered = [.. members.OrderByDescending(i => i == centre ? 2 : likeness[i, centre]).ThenBy(i => i)];
            var pairs = members.SelectMany(i => members.Where(j => j > i).Select(j => likeness[i, j])).DefaultIfEmpty(1);
            string[] names = [.. ordered.Select(i => table.Columns[columns[i]])];
            return (new(names[0], names, pairs.Average()), [.. ordered.Select(i => columns[i])]);
        }
    }

    /// <summary>Mid-ranks less their mean, of length 1; what is missing has the mean.</summary>
    private static double[] CentredRanks(ExplanationTable table, int column)
    {
        int[] present = [.. Enumerable.Range(0, table.Rows).Where(row => !double.IsNaN(table.Features[row][column]))];
        var ranks = RankCorrelation.MidRanks([.. present.Select(row => table.Features[row][column])]);
        var result = new double[table.Rows];
        foreach (var (row, rank) in present.Zip(ranks))
        {
            result[row] = rank - ((present.Length + 1) / 2.0);
        }

        var norm = Math.Sqrt(TensorPrimitives.SumOfSquares<double>(result));
        TensorPrimitives.Divide(result, norm, result);
        return result;
    }
}
