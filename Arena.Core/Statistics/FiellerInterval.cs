namespace Arena.Core.Statistics;

/// <summary>
/// Fieller's interval of a ratio of two estimates: all ρ for which numerator − ρ·denominator is not significantly different from 0. Unlike
/// an interval by linearisation it holds where the denominator is hardly known from 0, and then says so by having no end. Fieller (1954),
/// <i>JRSS B</i> 16:175–185.
/// </summary>
public static class FiellerInterval
{
    /// <summary>The interval: (n − ρd)² ≤ t²·(V_n − 2ρ·V_nd + ρ²·V_d).</summary>
    /// <param name="numerator">Estimate n of the numerator.</param>
    /// <param name="denominator">Estimate d of the denominator.</param>
    /// <param name="numeratorVariance">Variance V_n of n, 0 or more.</param>
    /// <param name="covariance">Covariance V_nd of n and d.</param>
    /// <param name="denominatorVariance">Variance V_d of d, 0 or more.</param>
    /// <param name="critical">The quantile t for the level, positive.</param>
    /// <param name="level">Confidence level that t belongs to, in (0, 1).</param>
    /// <returns>
    /// The interval; from −∞ to ∞ where d does not differ from 0 at this level, because the ratio may then lie anywhere. NaN in, NaN out.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of its range.</exception>
    public static Interval Of(
        double numerator,
        double denominator,
        double numeratorVariance,
        double covariance,
        double denominatorVariance,
        double critical,
        double level)
    {
        Preconditions.InsideUnitInterval(level);
        var squared = critical * critical;
        var a = (denominator * denominator) - (squared * denominatorVariance);
        var b = (numerator * denominator) - (squared * covariance);
        var c = (numerator * numerator) - (squared * numeratorVariance);
        if (a <= 0)
        {
            return new Interval(double.NegativeInfinity, double.PositiveInfinity, level);
        }

        // The estimate itself fulfils the inequality, so the roots are real but for rounding.
        var root = Math.Sqrt(Math.Max(0, (b * b) - (a * c)));
        return new Interval((b - root) / a, (b + root) / a, level);
    }
}
