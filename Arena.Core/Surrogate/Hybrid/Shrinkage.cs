using MathNet.Numerics.LinearAlgebra;

namespace Arena.Core.Surrogate.Hybrid;

/// <summary>
/// Strengths known from a sample and foretold strengths, weighed by their variances: the area-level model of Fay and Herriot (1979, JASA 74:269–277),
/// d = θ + e with Var(e) = V and θ = b·s + u with u independent between contestants of variance τ². b has a flat prior, and τ² too, over which the posterior is
/// integrated numerically (Morris and Tang 2011, Statistical Science 26:271–287), so that intervals hold what is not known of τ.
/// </summary>
/// <param name="Strengths">Posterior means, centred on 0.</param>
/// <param name="Covariance">Posterior covariances, row by row.</param>
/// <param name="Scatter">Posterior mean of τ.</param>
/// <param name="Slope">Posterior mean of b; null where all foretold strengths are equal.</param>
internal sealed record Shrinkage(double[] Strengths, double[] Covariance, double Scatter, double? Slope)
{
    private const int GridPoints = 120;

    /// <summary>The grid's ends, as multiples of how much the strengths scatter about the foretold.</summary>
    private const double Least = 1e-3, Most = 10;

    /// <summary>Weighs the two.</summary>
    /// <param name="direct">Strengths by the sample, centred on 0.</param>
    /// <param name="variance">Their covariances, row by row.</param>
    /// <param name="foretold">Foretold strengths, centred on 0.</param>
    public static Shrinkage Of(double[] direct, double[] variance, double[] foretold)
    {
        var size = direct.Length;
        var dimensions = size - 1;
        var contrasts = Contrasts(size);
        var covariance = Matrix<double>.Build.Dense(size, size, (i, j) => (variance[(i * size) + j] + variance[(j * size) + i]) / 2);

        // In the axes of V, less the common level, all is independent.
        var axes = (contrasts * covariance * contrasts.Transpose()).Evd(Symmetricity.Symmetric);
        var basis = axes.EigenVectors.Transpose() * contrasts;
        double[] v = [.. axes.EigenValues.Select(value => Math.Max(value.Real, 0))];
        var d = (basis * Vector<double>.Build.Dense(direct)).AsArray();
        var s = (basis * Vector<double>.Build.Dense(foretold)).AsArray();
        var isForetold = s.Sum(value => value * value) > 1e-12;

        var scale = Math.Sqrt((d.Sum(value => value * value) + v.Sum() + 1e-12) / dimensions);
        var grid = new GridPoint[GridPoints];
        for (var k = 0; k < GridPoints; k++)
        {
            grid[k] = GridPoint.Of(scale * Least * Math.Pow(Most / Least, (double)k / (GridPoints - 1)), v, d, s, isForetold);
        }

        var best = grid.Max(point => point.LogWeight);
        double[] weights = [.. grid.Select(point => Math.Exp(point.LogWeight - best))];
        var total = weights.Sum();
        var mean = new double[dimensions];
        for (var k = 0; k < GridPoints; k++)
        {
            weights[k] /= total;
            for (var a = 0; a < dimensions; a++)
            {
                mean[a] += weights[k] * grid[k].Means[a];
            }
        }

        var spread = Matrix<double>.Build.Dense(dimensions, dimensions);
        for (var k = 0; k < GridPoints; k++)
        {
            var point = grid[k];
            for (var a = 0; a < dimensions; a++)
            {
                spread[a, a] += weights[k] * point.Variances[a];
                for (var c = 0; c < dimensions; c++)
                {
                    spread[a, c] += weights[k] * (((point.Means[a] - mean[a]) * (point.Means[c] - mean[c])) + (point.BySlope[a] * point.BySlope[c]));
                }
            }
        }

        var posterior = basis.Transpose() * spread * basis;
        return new Shrinkage(
            (basis.Transpose() * Vector<double>.Build.Dense(mean)).AsArray(),
            posterior.Transpose().ToColumnMajorArray(),
            grid.Select((point, k) => weights[k] * point.Scatter).Sum(),
            isForetold ? grid.Select((point, k) => weights[k] * point.Slope).Sum() : null);
    }

    /// <summary>Helmert's contrasts: orthonormal rows, each at right angles to a row of ones.</summary>
    private static Matrix<double> Contrasts(int size) => Matrix<double>.Build.Dense(size - 1, size, (k, i) =>
        i <= k ? 1 / Math.Sqrt((k + 1.0) * (k + 2)) : i == k + 1 ? -(k + 1) / Math.Sqrt((k + 1.0) * (k + 2)) : 0);

    /// <summary>The posterior given τ, by axis.</summary>
    private sealed record GridPoint(double Scatter, double LogWeight, double Slope, double[] Means, double[] Variances, double[] BySlope)
    {
        public static GridPoint Of(double scatter, double[] v, double[] d, double[] s, bool isForetold)
        {
            var square = scatter * scatter;
            var (logs, cross, squares) = (0.0, 0.0, 0.0);
            for (var a = 0; a < v.Length; a++)
            {
                logs += Math.Log(v[a] + square);
                cross += s[a] * d[a] / (v[a] + square);
                squares += s[a] * s[a] / (v[a] + square);
            }

            var slope = isForetold ? cross / squares : 0;
            var (misfit, means, variances, bySlope) = (0.0, new double[v.Length], new double[v.Length], new double[v.Length]);
            for (var a = 0; a < v.Length; a++)
            {
                var (foretold, kept) = (slope * s[a], square / (v[a] + square));
                misfit += (d[a] - foretold) * (d[a] - foretold) / (v[a] + square);
                means[a] = foretold + (kept * (d[a] - foretold));
                variances[a] = kept * v[a];
                bySlope[a] = isForetold ? (1 - kept) * s[a] / Math.Sqrt(squares) : 0;
            }

            // Flat in τ²: on a grid that is even in log τ the weight of a point is τ².
            var weight = (2 * Math.Log(scatter)) - ((logs + (isForetold ? Math.Log(squares) : 0) + misfit) / 2);
            return new GridPoint(scatter, weight, slope, means, variances, bySlope);
        }
    }
}
