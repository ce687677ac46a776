using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>
/// Ranks that the data leave open, from simultaneous comparisons: two contestants are told apart where their difference
/// exceeds q standard errors, with q the level's quantile of the largest studentised error over all pairs at once. With the
/// level's confidence every true rank lies in its range (Mogstad, Romano, Shaikh and Wilhelm 2024; Tukey's comparisons).
/// </summary>
internal static class RankRanges
{
    /// <summary>The best and the worst rank, from 1, that each member may hold among the members.</summary>
    public static (int Low, int High)[] Compute(double[] estimates, int[] members, RatingUncertainty uncertainty)
    {
        var size = members.Length;
        if (size == 1)
        {
            return [(1, 1)];
        }

        // Inverse standard errors of all differences; 0, which separates nothing, where no error could be estimated.
        var covariance = uncertainty.Covariance(members);
        var precision = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var variance = covariance[(i * size) + i] + covariance[(j * size) + j] - (2 * covariance[(i * size) + j]);
                var scale = covariance[(i * size) + i] + covariance[(j * size) + j];
                precision[(i * size) + j] = variance > 1e-12 * scale ? 1 / Math.Sqrt(variance) : 0;
            }
        }

        var errors = uncertainty.Errors(members);
        var largest = new double[errors.Length];
        Parallel.For(0, errors.Length, draw =>
        {
            var error = errors[draw];
            var most = 0.0;
            for (var i = 1; i < size; i++)
            {
                var row = precision.AsSpan(i * size, i);
                for (var j = 0; j < row.Length; j++)
                {
                    most = Math.Max(most, Math.Abs(error[j] - error[i]) * row[j]);
                }
            }

            largest[draw] = most;
        });
        Array.Sort(largest);
        var critical = Quantile.OfSorted(largest, uncertainty.Level);

        var ranges = new (int Low, int High)[size];
        for (var i = 0; i < size; i++)
        {
            var (better, worse) = (0, 0);
            for (var j = 0; j < size; j++)
            {
                var t = (estimates[members[j]] - estimates[members[i]]) * precision[(i * size) + j];
                better += t > critical ? 1 : 0;
                worse += t < -critical ? 1 : 0;
            }

            ranges[i] = (1 + better, size - worse);
        }

        return ranges;
    }
}
