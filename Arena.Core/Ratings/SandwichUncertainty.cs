using Arena.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace Arena.Core.Ratings;

/// <summary>
/// Intervals from a cluster-robust covariance: estimate ± t · standard error, with t from Student's distribution with one
/// degree of freedom fewer than there are clusters (Cameron and Miller 2015).
/// </summary>
internal sealed class SandwichUncertainty : RatingUncertainty
{
    /// <summary>Leaves a Monte-Carlo error of about half a per cent of the level in rank ranges.</summary>
    private const int Draws = 2000;

    private readonly double[] _estimates;
    private readonly double[] _covariance;
    private readonly long _seed;
    private readonly double _quantile;

    public SandwichUncertainty(double[] estimates, double[] covariance, int clusters, double level, long seed)
        : base(level, clusters)
    {
        _estimates = estimates;
        _covariance = covariance;
        _seed = seed;
        _quantile = StudentT.InvCDF(0, 1, clusters - 1, (1 + level) / 2);
    }

    public override Interval IntervalOf(int k) => Around(_estimates[k], _covariance[(k * _estimates.Length) + k]);

    public override Interval IntervalOfDifference(int i, int j)
    {
        var size = _estimates.Length;
        var variance = _covariance[(i * size) + i] + _covariance[(j * size) + j] - (2 * _covariance[(i * size) + j]);
        return Around(_estimates[i] - _estimates[j], variance);
    }

    internal override double[] Covariance(ReadOnlySpan<int> members)
    {
        var part = new double[members.Length * members.Length];
        for (var i = 0; i < members.Length; i++)
        {
            for (var j = 0; j < members.Length; j++)
            {
                part[(i * members.Length) + j] = _covariance[(members[i] * _estimates.Length) + members[j]];
            }
        }

        return part;
    }

    internal override double[][] Errors(ReadOnlySpan<int> members)
    {
        var size = members.Length;
        var root = CholeskyFactor.Of(Covariance(members), size);
        var errors = new double[Draws][];
        Parallel.For(0, Draws, draw =>
        {
            var random = new DeterministicRandom(_seed, draw);
            Span<double> normal = new double[size];
            for (var i = 0; i < size; i++)
            {
                normal[i] = random.NextGaussian();
            }

            // A multivariate t: all coordinates share one estimate of scale, χ² over its Clusters − 1 degrees of freedom, here
            // by the cube of a normal variable (Wilson and Hilferty 1931).
            var spread = 2.0 / (9 * (Clusters - 1));
            var root3 = Math.Max(1 - spread + (random.NextGaussian() * Math.Sqrt(spread)), 0.05);
            var scale = Math.Pow(root3, -1.5);
            var error = root.Multiply(normal);
            foreach (ref var part in error.AsSpan())
            {
                part *= scale;
            }

            errors[draw] = error;
        });
        return errors;
    }

    private Interval Around(double estimate, double variance)
    {
        var half = _quantile * Math.Sqrt(Math.Max(variance, 0));
        return new Interval(estimate - half, estimate + half, Level);
    }
}
