using System.Numerics.Tensors;

namespace Arena.Core.Learning;

/// <summary>
/// Minimises smooth convex functions by L-BFGS: Nocedal and Wright, "Numerical Optimization", 2nd ed., algorithms 7.4 and 7.5;
/// step lengths by the Wolfe conditions, near the minimum in the approximate form of Hager and Zhang (SIAM J. Optim. 16, 2005).
/// </summary>
/// <remarks>
/// Not MathNet's minimiser of this name: on Bradley–Terry likelihoods of real votes that took three times as many evaluations,
/// measured its gradient relative to the value, and threw near a flat minimum where this one ends converged; a
/// bootstrap must count such a replicate, not lose it.
/// </remarks>
public static class LimitedMemoryBfgs
{
    private const int Memory = 20;
    private const int MaxTrials = 50;

    /// <summary>Sufficient decrease, and how much flatter the slope must have become.</summary>
    private const double Decrease = 1e-4;
    private const double Flatter = 0.9;

    /// <summary>Relative rounding error of a value: two values that are closer than this cannot be told apart.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Minimises a function.</summary>
    /// <param name="function">Convex, with a continuous gradient.</param>
    /// <param name="start">Where to begin; the function must be finite there.</param>
    /// <param name="gradientTolerance">Converged where the Euclidean norm of the gradient is at most this; positive.</param>
    /// <param name="maxIterations">Most steps to take.</param>
    /// <returns>The end of the search; not converged where the steps ran out or rounding allows no further one.</returns>
    /// <exception cref="ArgumentException">The function is not finite at the start.</exception>
    public static Minimum Minimize(
        SmoothFunction function, ReadOnlySpan<double> start, double gradientTolerance = 1e-9, int maxIterations = 1000)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gradientTolerance);
        ArgumentOutOfRangeException.ThrowIfNegative(maxIterations);
        var n = start.Length;
        var point = start.ToArray();
        var gradient = new double[n];
        var direction = new double[n];
        var nextPoint = new double[n];
        var nextGradient = new double[n];
        var history = new History(n);

        var value = function(point, gradient);
        var norm = Norm(gradient);
        if (!double.IsFinite(value) || !double.IsFinite(norm))
        {
            throw new ArgumentException("the function is not finite at the start", nameof(start));
        }

        var iterations = 0;
        while (norm > gradientTolerance && iterations < maxIterations)
        {
            var step = history.Direction(gradient, direction);
            if (!LineSearch(function, point, value, gradient, direction, step, nextPoint, nextGradient, out var nextValue))
            {
                // Rounding may have spoiled the curvature that was gathered; a plain descent step tells that from the end.
                if (history.IsEmpty)
                {
                    break;
                }

                history.Clear();
                continue;
            }

            iterations++;
            history.Add(point, nextPoint, gradient, nextGradient);
            (point, nextPoint) = (nextPoint, point);
            (gradient, nextGradient) = (nextGradient, gradient);
            value = nextValue;
            norm = Norm(gradient);
        }

        return new Minimum(point, value, norm, iterations, norm <= gradientTolerance);
    }

    /// <summary>
    /// Finds a step that decreases the value and flattens the slope, by keeping an interval in which one lies. Where values
    /// differ by rounding only, the slopes decide; that is what lets the gradient reach norms far below √ε.
    /// </summary>
    private static bool LineSearch(
        SmoothFunction function,
        double[] point,
        double value,
        double[] gradient,
        double[] direction,
        double step,
        double[] nextPoint,
        double[] nextGradient,
        out double nextValue)
    {
        var slope = TensorPrimitives.Dot(gradient, direction);
        var (low, lowSlope, high, highSlope) = (0.0, slope, double.PositiveInfinity, double.NaN);
        nextValue = value;
        for (var trial = 0; slope < 0 && trial < MaxTrials; trial++)
        {
            TensorPrimitives.MultiplyAdd(direction, step, point, nextPoint);
            nextValue = function(nextPoint, nextGradient);
            var nextSlope = TensorPrimitives.Dot(nextGradient, direction);
            var decreases = nextValue <= value + (Decrease * step * slope)
                || (nextValue <= value + (Rounding * Math.Abs(value)) && nextSlope <= ((2 * Decrease) - 1) * slope);
            if (!decreases || !double.IsFinite(nextSlope))
            {
                (high, highSlope) = (step, nextSlope);
            }
            else if (nextSlope < Flatter * slope)
            {
                (low, lowSlope) = (step, nextSlope);
            }
            else
            {
                return true;
            }

            step = Next(low, lowSlope, high, highSlope);
        }

        return false;
    }

    /// <summary>Where the secant of the slopes crosses 0, kept off the ends of the interval; its middle where there is none.</summary>
    private static double Next(double low, double lowSlope, double high, double highSlope)
    {
        if (double.IsPositiveInfinity(high))
        {
            return 3 * low;
        }

        var width = high - low;
        var secant = low + (width * lowSlope / (lowSlope - highSlope));
        return highSlope > 0 && double.IsFinite(secant)
            ? Math.Clamp(secant, low + (0.1 * width), high - (0.1 * width))
            : low + (0.5 * width);
    }

    private static double Norm(double[] vector) => TensorPrimitives.Norm<double>(vector);

    /// <summary>The last steps and the changes of gradient that they brought: what stands for the inverse Hessian.</summary>
    private sealed class History(int n)
    {
        private readonly double[][] _steps = [.. Enumerable.Range(0, Memory).Select(_ => new double[n])];
        private readonly double[][] _changes = [.. Enumerable.Range(0, Memory).Select(_ => new double[n])];
        private readonly double[] _curvatures = new double[Memory];
        private readonly double[] _weights = new double[Memory];
        private int _count;
        private int _next;

        public bool IsEmpty => _count == 0;

        public void Clear() => _count = 0;

        public void Add(double[] point, double[] nextPoint, double[] gradient, double[] nextGradient)
        {
            TensorPrimitives.Subtract(nextPoint, point, _steps[_next]);
            TensorPrimitives.Subtract(nextGradient, gradient, _changes[_next]);
            var curvature = TensorPrimitives.Dot(_steps[_next], _changes[_next]);
            if (curvature > 0)
            {
                _curvatures[_next] = curvature;
                _next = (_next + 1) % Memory;
                _count = Math.Min(_count + 1, Memory);
            }
        }

        /// <summary>Writes the direction of descent and returns the first step to try along it.</summary>
        public double Direction(double[] gradient, double[] direction)
        {
            TensorPrimitives.Negate(gradient, direction);
            if (IsEmpty)
            {
                return 1 / Math.Max(1, Norm(gradient));
            }

            for (var back = 1; back <= _count; back++)
            {
                var k = (_next - back + Memory) % Memory;
                _weights[k] = TensorPrimitives.Dot(_steps[k], direction) / _curvatures[k];
                TensorPrimitives.MultiplyAdd(_changes[k], -_weights[k], direction, direction);
            }

            var last = (_next - 1 + Memory) % Memory;
            TensorPrimitives.Multiply(direction, _curvatures[last] / TensorPrimitives.SumOfSquares<double>(_changes[last]), direction);
            for (var back = _count; back >= 1; back--)
            {
                var k = (_next - back + Memory) % Memory;
                var weight = _weights[k] - (TensorPrimitives.Dot(_changes[k], direction) / _curvatures[k]);
                TensorPrimitives.MultiplyAdd(_steps[k], weight, direction, direction);
            }

            return 1;
        }
    }
}
