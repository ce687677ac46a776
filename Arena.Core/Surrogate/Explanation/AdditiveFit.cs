using Arena.Core.Ratings;
using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>
/// A generalised additive model (Hastie and Tibshirani 1990): log-odds of what a response earns = a constant + a curve for each feature, by penalised
/// likelihood with P-splines (Eilers and Marx 1996) and Newton's method.
/// </summary>
internal sealed class AdditiveFit
{
    /// <summary>Penalty on squared second differences of neighbouring coefficients, in units of rows.</summary>
    private const double Smoothness = 10;

    /// <summary>Penalty on every squared coefficient: it settles the levels of curves, which the constant shares.</summary>
    private const double Ridge = 1;

    private const double Tolerance = 1e-7;
    private const int MostSteps = 40;

    private readonly int[] _starts;
    private readonly int _size;

    public AdditiveFit(IReadOnlyList<double[]> features, IEnumerable<int> columns)
    {
        Blocks = [.. columns.Select(column => SplineBlock.Of(features, column)).OfType<SplineBlock>()];
        _starts = new int[Blocks.Length];
        _size = 1;
        for (var b = 0; b < Blocks.Length; b++)
        {
            _starts[b] = _size;
            _size += Blocks[b].Size;
        }
    }

    /// <summary>The features that have a curve.</summary>
    public SplineBlock[] Blocks { get; }

    /// <summary>Fits coefficients.</summary>
    /// <param name="features">The rows.</param>
    /// <param name="outcomes">What they earned.</param>
    /// <param name="weights">How often each counts; null for once.</param>
    /// <param name="start">Coefficients to begin with; null for none.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public double[] Coefficients(
        IReadOnlyList<double[]> features, IReadOnlyList<double> outcomes, double[]? weights, double[]? start, CancellationToken cancellationToken)
    {
        var point = start is null ? new double[_size] : (double[])start.Clone();
        var (value, gradient, hessian) = Evaluate(point);
        for (var step = 0; step < MostSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var direction = CholeskyFactor.Of(hessian, _size).Solve(gradient);
            var next = value;
            for (var length = 1.0; length > 1e-4; length /= 2)
            {
                double[] candidate = [.. point.Zip(direction, (from, by) => from - (length * by))];
                var (reached, slope, curvature) = Evaluate(candidate);
                if (reached <= value)
                {
                    (point, next, gradient, hessian) = (candidate, reached, slope, curvature);
                    break;
                }
            }

            if (value - next <= Tolerance * (1 + Math.Abs(next)))
            {
                break;
            }

            value = next;
        }

        return point;

        (double Value, double[] Gradient, double[] Hessian) Evaluate(double[] at)
        {
            var (value, slope, curvature) = Penalty(at);
            Span<double> x = stackalloc double[1 + (4 * Blocks.Length)];
            Span<int> index = stackalloc int[x.Length];
            x[0] = 1;
            for (var row = 0; row < outcomes.Count; row++)
            {
                var weight = weights?[row] ?? 1;
                if (weight == 0)
                {
                    continue;
                }

                Fill(features[row], x, index);
                var logit = 0.0;
                for (var i = 0; i < x.Length; i++)
                {
                    logit += at[index[i]] * x[i];
                }

                value += weight * (Logistic.LogOnePlusExp(logit) - (outcomes[row] * logit));
                var p = Logistic.Probability(logit);
                var (residual, spread) = (weight * (p - outcomes[row]), weight * p * (1 - p));
                for (var i = 0; i < x.Length; i++)
                {
                    slope[index[i]] += residual * x[i];
                    var scaled = spread * x[i];
                    var to = index[i] * _size;
                    for (var j = 0; j <= i; j++)
                    {
                        curvature[to + index[j]] += scaled * x[j];
                    }
                }
            }

            return (value, slope, curvature);
        }
    }

    /// <summary>Log-odds of a row.</summary>
    public double LogOdds(double[] row, double[] coefficients)
    {
        var sum = coefficients[0];
        for (var b = 0; b < Blocks.Length; b++)
        {
            sum += Curve(b, row[Blocks[b].Column], coefficients);
        }

        return sum;
    }

    /// <summary>What a curve adds at a value.</summary>
    public double Curve(int block, double value, double[] coefficients)
    {
        Span<double> weights = stackalloc double[4];
        var first = _starts[block] + Blocks[block].Weigh(value, weights);
        return (weights[0] * coefficients[first]) + (weights[1] * coefficients[first + 1]) + (weights[2] * coefficients[first + 2]) + (weights[3] * coefficients[first + 3]);
    }

    private void Fill(double[] row, Span<double> x, Span<int> index)
    {
        for (var b = 0; b < Blocks.Length; b++)
        {
            var at = 1 + (4 * b);
            var first = _starts[b] + Blocks[b].Weigh(row[Blocks[b].Column], x.Slice(at, 4));
            for (var i = 0; i < 4; i++)
            {
                index[at + i] = first + i;
            }
        }
    }

    private (double Value, double[] Gradient, double[] Hessian) Penalty(double[] at)
    {
        var (value, slope, curvature) = (0.0, new double[_size], new double[_size * _size]);
        for (var i = 1; i < _size; i++)
        {
            value += Ridge / 2 * at[i] * at[i];
            slope[i] += Ridge * at[i];
            curvature[(i * _size) + i] += Ridge;
        }

        ReadOnlySpan<double> second = [1, -2, 1];
        for (var b = 0; b < Blocks.Length; b++)
        {
            for (var i = _starts[b]; i + 2 < _starts[b] + Blocks[b].Size - 1; i++)
            {
                var bend = at[i] - (2 * at[i + 1]) + at[i + 2];
                value += Smoothness / 2 * bend * bend;
                for (var j = 0; j < 3; j++)
                {
                    slope[i + j] += Smoothness * bend * second[j];
                    for (var k = 0; k <= j; k++)
                    {
                        curvature[((i + j) * _size) + i + k] += Smoothness * second[j] * second[k];
                    }
                }
            }
        }

        // The constant is free but for rounding.
        curvature[0] += 1e-6;
        return (value, slope, curvature);
    }
}
