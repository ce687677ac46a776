namespace Arena.Core.Learning;

/// <summary>A function with a gradient.</summary>
/// <param name="point">Where to evaluate it.</param>
/// <param name="gradient">Receives the derivative by every coordinate of the point; what it held is overwritten.</param>
/// <returns>The value; a point outside the domain may give NaN or infinity.</returns>
public delegate double SmoothFunction(ReadOnlySpan<double> point, Span<double> gradient);
