namespace Arena.Core.Ratings;

/// <summary>
/// Vector arithmetic for what a short command runs a few thousand times: a plain loop is compiled ahead, where the library's
/// generic one is compiled anew by every process, which takes longer than the arithmetic.
/// </summary>
internal static class PlainVector
{
    /// <summary>Σ xᵢ·yᵢ over the length of x; y is at least as long.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (even, odd) = (0.0, 0.0);
        var i = 0;
        for (; i + 1 < x.Length; i += 2)
        {
            even += x[i] * y[i];
            odd += x[i + 1] * y[i + 1];
        }

        return i < x.Length ? even + odd + (x[i] * y[i]) : even + odd;
    }
}
