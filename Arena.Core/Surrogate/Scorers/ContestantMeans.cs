using System.Numerics.Tensors;

namespace Arena.Core.Surrogate.Scorers;

/// <summary>Features averaged over the responses of each contestant.</summary>
internal static class ContestantMeans
{
    /// <summary>Averages rows.</summary>
    /// <param name="contestants">Contestant of every row.</param>
    /// <param name="rows">The rows.</param>
    /// <returns>Contestants in the order of their numbers, with their means.</returns>
    public static (int[] Contestants, double[][] Means) Of(IReadOnlyList<int> contestants, double[][] rows)
    {
        var groups = Enumerable.Range(0, rows.Length).GroupBy(row => contestants[row]).OrderBy(group => group.Key).ToArray();
        return
        (
            [.. groups.Select(group => group.Key)],
            [
                .. groups.Select(group =>
                {
                    var mean = new double[rows[0].Length];
                    foreach (var row in group)
                    {
                        TensorPrimitives.Add(mean, rows[row], mean);
                    }

                    TensorPrimitives.Divide(mean, group.Count(), mean);
                    return mean;
                }),
            ]
        );
    }

    /// <summary>Gives every row the value of its contestant.</summary>
    public static double[] Spread(IReadOnlyList<int> contestants, int[] order, double[] values)
    {
        var byContestant = order.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. contestants.Select(contestant => byContestant[contestant])];
    }
}
