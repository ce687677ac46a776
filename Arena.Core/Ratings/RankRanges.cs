using System.Numerics;
using System.Runtime.CompilerServices;
using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>
/// Ranks that the data leave open, from simultaneous comparisons: two contestants are told apart where their difference
/// exceeds q standard errors, with q the level's quantile of the largest studentised error over all pairs at once. With the
/// level's confidence every true rank lies in its range (Mogstad, Romano, Shaikh and Wilhelm 2024; Tukey's comparisons).
/// </summary>
internal static class RankRanges
{
    /// <summary>
    /// Errors below this are those of the arithmetic, in log-odds: where all resamples agree, as with nothing but ties, their spread is its
    /// rounding, and two equal strengths would be told apart by it.
    /// </summary>
    private const double LeastError = 1e-12;

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
                precision[(i * size) + j] = variance > Math.Max(1e-12 * scale, LeastError * LeastError) ? 1 / Math.Sqrt(variance) : 0;
            }
        }

        var errors = uncertainty.Errors(members);
        var largest = new double[errors.Length];
        Parallel.For(0, errors.Length, draw => largest[draw] = LargestDifference(errors[draw], precision));
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

    /// <summary>
    /// The largest difference of two errors, in standard errors of that difference. Compiled at once and in full: there are
    /// thousands of draws and each compares all pairs.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double LargestDifference(ReadOnlySpan<double> error, ReadOnlySpan<double> precision)
    {
        var lanes = Vector<double>.Count;
        var size = error.Length;
        var most = 0.0;
        var mostOf = Vector<double>.Zero;
        for (var i = 1; i < size; i++)
        {
            var row = precision.Slice(i * size, i);
            var own = new Vector<double>(error[i]);
            var j = 0;
            for (; j <= i - lanes; j += lanes)
            {
                mostOf = Vector.Max(mostOf, Vector.Abs(new Vector<double>(error[j..]) - own) * new Vector<double>(row[j..]));
            }

            for (; j < i; j++)
            {
                most = Math.Max(most, Math.Abs(error[j] - error[i]) * row[j]);
            }
        }

        for (var lane = 0; lane < lanes; lane++)
        {
            most = Math.Max(most, mostOf[lane]);
        }

        return most;
    }
}
