namespace Arena.Core.Ratings;

/// <summary>
/// Lower triangular L with L·Lᵀ = A, for a symmetric positive semi-definite A. Own code for two reasons: covariances of centred
/// log-strengths are singular, which library factorisations refuse; and a fit needs so little of one that compiling the
/// library's took longer at every start than all the fitting.
/// </summary>
internal sealed class CholeskyFactor
{
    private readonly int _size;
    private readonly double[] _lower;

    private CholeskyFactor(double[] lower, int size)
    {
        _lower = lower;
        _size = size;
    }

    /// <summary>Whether every pivot was positive, so that A can be solved with.</summary>
    public bool IsDefinite { get; private init; }

    /// <summary>Factors a matrix given row by row. A pivot lost in rounding is a direction without size: its column stays zero.</summary>
    public static CholeskyFactor Of(ReadOnlySpan<double> matrix, int size)
    {
        var lower = new double[size * size];
        var largest = 0.0;
        for (var i = 0; i < size; i++)
        {
            largest = Math.Max(largest, matrix[(i * size) + i]);
        }

        var isDefinite = true;
        for (var j = 0; j < size; j++)
        {
            var rowJ = lower.AsSpan(j * size, j);
            var pivot = matrix[(j * size) + j] - PlainVector.Dot(rowJ, rowJ);
            if (!(pivot > 1e-13 * largest))
            {
                isDefinite = false;
                continue;
            }

            var diagonal = Math.Sqrt(pivot);
            lower[(j * size) + j] = diagonal;
            for (var i = j + 1; i < size; i++)
            {
                lower[(i * size) + j] = (matrix[(i * size) + j] - PlainVector.Dot(lower.AsSpan(i * size, j), rowJ)) / diagonal;
            }
        }

        return new CholeskyFactor(lower, size) { IsDefinite = isDefinite };
    }

    /// <summary>The product L·x.</summary>
    public double[] Multiply(ReadOnlySpan<double> x)
    {
        var product = new double[_size];
        for (var i = 0; i < _size; i++)
        {
            product[i] = PlainVector.Dot(_lower.AsSpan(i * _size, i + 1), x[..(i + 1)]);
        }

        return product;
    }

    /// <summary>The x with A·x = b.</summary>
    public double[] Solve(ReadOnlySpan<double> b)
    {
        var x = b.ToArray();
        for (var i = 0; i < _size; i++)
        {
            x[i] = (x[i] - PlainVector.Dot(_lower.AsSpan(i * _size, i), x.AsSpan(0, i))) / _lower[(i * _size) + i];
        }

        for (var i = _size - 1; i >= 0; i--)
        {
            x[i] /= _lower[(i * _size) + i];
            for (var j = 0; j < i; j++)
            {
                x[j] -= _lower[(i * _size) + j] * x[i];
            }
        }

        return x;
    }

    /// <summary>The inverse of A, row by row.</summary>
    public double[] Inverse()
    {
        var inverse = new double[_size * _size];
        var unit = new double[_size];
        for (var k = 0; k < _size; k++)
        {
            unit[k] = 1;
            Solve(unit).CopyTo(inverse, k * _size);
            unit[k] = 0;
        }

        return inverse;
    }
}
