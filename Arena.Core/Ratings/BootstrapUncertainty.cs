using System.Numerics.Tensors;
using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>
/// Percentile intervals from refits to resampled clusters (Efron and Tibshirani 1993): clusters are drawn with replacement, as
/// many as there are, and everything in a drawn cluster comes along.
/// </summary>
internal sealed class BootstrapUncertainty : RatingUncertainty
{
    private readonly double[][] _draws;

    public BootstrapUncertainty(double[][] draws, int clusters, double level)
        : base(level, clusters) => _draws = draws;

    public override Interval IntervalOf(int k) => Percentiles(draw => draw[k]);

    public override Interval IntervalOfDifference(int i, int j) => Percentiles(draw => draw[i] - draw[j]);

    internal override double[] Covariance(ReadOnlySpan<int> members)
    {
        var size = members.Length;
        var covariance = new double[size * size];
        foreach (var error in Errors(members))
        {
            for (var i = 0; i < size; i++)
            {
                var row = covariance.AsSpan(i * size, size);
                TensorPrimitives.MultiplyAdd<double>(error, error[i] / (_draws.Length - 1), row, row);
            }
        }

        return covariance;
    }

    internal override double[][] Errors(ReadOnlySpan<int> members)
    {
        var mean = new double[members.Length];
        for (var i = 0; i < mean.Length; i++)
        {
            var member = members[i];
            mean[i] = _draws.Average(draw => draw[member]);
        }

        var errors = new double[_draws.Length][];
        for (var r = 0; r < errors.Length; r++)
        {
            errors[r] = new double[mean.Length];
            for (var i = 0; i < mean.Length; i++)
            {
                errors[r][i] = _draws[r][members[i]] - mean[i];
            }
        }

        return errors;
    }

    private Interval Percentiles(Func<double[], double> value) =>
        Quantile.Central(Array.ConvertAll(_draws, draw => value(draw)), Level);
}
