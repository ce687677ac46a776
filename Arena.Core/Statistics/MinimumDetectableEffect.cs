using MathNet.Numerics.Distributions;

namespace Arena.Core.Statistics;

/// <summary>
/// The smallest true effect that a two-sided test at level α finds with a given power, by the normal approximation. Observations that come
/// in clusters carry the information of n / design effect independent ones, see <see cref="DesignEffect"/>. All results are positive.
/// </summary>
public static class MinimumDetectableEffect
{
    /// <summary>
    /// By how much clustering inflates a variance: 1 + (m − 1)·ρ, with m observations per cluster and correlation ρ within. Kish (1965).
    /// </summary>
    /// <param name="clusterSize">Mean number m of observations per cluster, at least 1.</param>
    /// <param name="correlation">Intraclass correlation ρ in [0, 1]: 0 for independent observations, 1 for copies.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double DesignEffect(double clusterSize, double correlation)
    {
        Preconditions.PositiveAndFinite(clusterSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(clusterSize, 1);
        Preconditions.InUnitInterval(correlation);
        return 1 + ((clusterSize - 1) * correlation);
    }

    /// <summary>
    /// Of a mean (or a mean of paired differences) against a fixed value: (z₁₋α/₂ + z_power)·σ·√(D/n), D the design effect.
    /// </summary>
    /// <param name="standardDeviation">Standard deviation σ of one observation; the result is in its units.</param>
    /// <param name="observations">Number n of observations.</param>
    /// <param name="alpha">Level of the two-sided test, in (0, 1).</param>
    /// <param name="power">Probability of finding the effect, in [0.5, 1).</param>
    /// <param name="designEffect">Design effect D, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double OfMean(
        double standardDeviation,
        double observations,
        double alpha = 0.05,
        double power = 0.8,
        double designEffect = 1)
    {
        Preconditions.PositiveAndFinite(standardDeviation);
        var (n, zAlpha, zPower) = Check(observations, alpha, power, designEffect);
        return (zAlpha + zPower) * standardDeviation / Math.Sqrt(n);
    }

    /// <summary>
    /// Of a rise from a proportion p to p + δ between two independent groups of n each: the δ that solves
    /// δ√n = z₁₋α/₂·√(2p̄(1 − p̄)) + z_power·√(p(1 − p) + (p + δ)(1 − p − δ)), with p̄ = p + δ/2. Fleiss, Levin &amp; Paik (2003), ch.
    /// 4. For a fall, give 1 − p.
    /// </summary>
    /// <param name="baseline">Proportion p of the first group, in [0, 1).</param>
    /// <param name="observationsPerGroup">Number n of observations in each group.</param>
    /// <param name="alpha">Level of the two-sided test, in (0, 1).</param>
    /// <param name="power">Probability of finding the effect, in [0.5, 1).</param>
    /// <param name="designEffect">Design effect, positive.</param>
    /// <returns>δ in (0, 1 − p]; NaN where not even a rise to 1 would be found.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double OfProportionDifference(
        double baseline,
        double observationsPerGroup,
        double alpha = 0.05,
        double power = 0.8,
        double designEffect = 1)
    {
        Preconditions.InUnitInterval(baseline);
        ArgumentOutOfRangeException.ThrowIfEqual(baseline, 1);
        var (n, zAlpha, zPower) = Check(observationsPerGroup, alpha, power, designEffect);
        return Smallest(1 - baseline, IsFound);

        bool IsFound(double delta)
        {
            var mean = baseline + (delta / 2);
            var raised = baseline + delta;
            var underNull = Math.Sqrt(2 * mean * (1 - mean));
            var underEffect = Math.Sqrt(Math.Max(0, (baseline * (1 - baseline)) + (raised * (1 - raised))));
            return delta * Math.Sqrt(n) >= (zAlpha * underNull) + (zPower * underEffect);
        }
    }

    /// <summary>
    /// Of a difference between two proportions on the same n items, tested by McNemar's test: the δ that solves
    /// δ√n = z₁₋α/₂·√ψ + z_power·√(ψ − δ²), with ψ the share of discordant pairs. Connor (1987).
    /// </summary>
    /// <param name="discordantShare">Share ψ of items on which the two differ, in (0, 1].</param>
    /// <param name="pairs">Number n of items.</param>
    /// <param name="alpha">Level of the two-sided test, in (0, 1).</param>
    /// <param name="power">Probability of finding the effect, in [0.5, 1).</param>
    /// <param name="designEffect">Design effect, positive.</param>
    /// <returns>δ in (0, ψ]; NaN where not even δ = ψ, all discordant pairs on one side, would be found.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double OfPairedDifference(
        double discordantShare,
        double pairs,
        double alpha = 0.05,
        double power = 0.8,
        double designEffect = 1)
    {
        Preconditions.PositiveAndFinite(discordantShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(discordantShare, 1);
        var (n, zAlpha, zPower) = Check(pairs, alpha, power, designEffect);

        return Smallest(discordantShare, IsFound);

        bool IsFound(double delta)
        {
            var underEffect = Math.Sqrt(Math.Max(0, discordantShare - (delta * delta)));
            return delta * Math.Sqrt(n) >= (zAlpha * Math.Sqrt(discordantShare)) + (zPower * underEffect);
        }
    }

    /// <summary>
    /// Of a rise of a share on the same n items, tested by McNemar's test, where a share q of them changes the other way whatever the effect: the δ that
    /// solves δ√n = z₁₋α/₂·√ψ + z_power·√(ψ − δ²) with ψ = δ + 2q. After Connor (1987), with a ψ that grows with the effect.
    /// </summary>
    /// <param name="opposite">Share q of items that change against the effect, in [0, ½).</param>
    /// <param name="pairs">Number n of items.</param>
    /// <param name="alpha">Level of the two-sided test, in (0, 1).</param>
    /// <param name="power">Probability of finding the effect, in [0.5, 1).</param>
    /// <param name="designEffect">Design effect, positive.</param>
    /// <returns>δ in (0, 1 − 2q]; NaN where not even that would be found.</returns>
    public static double OfPairedRise(
        double opposite,
        double pairs,
        double alpha = 0.05,
        double power = 0.8,
        double designEffect = 1)
    {
        Preconditions.InUnitInterval(opposite);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(opposite, 0.5);
        var (n, zAlpha, zPower) = Check(pairs, alpha, power, designEffect);
        return Smallest(1 - (2 * opposite), IsFound);

        bool IsFound(double delta)
        {
            var discordant = delta + (2 * opposite);
            return delta * Math.Sqrt(n) >= (zAlpha * Math.Sqrt(discordant)) + (zPower * Math.Sqrt(Math.Max(0, discordant - (delta * delta))));
        }
    }

    /// <summary>The smallest effect that is found, up to the greatest possible one; NaN where that one is not found.</summary>
    private static double Smallest(double greatest, Func<double, bool> isFound)
    {
        if (!isFound(greatest))
        {
            return double.NaN;
        }

        // What is found stays found when it grows: left minus right side of both equations is convex and not positive at 0. So
        // halving closes in on the border, and 60 halvings exhaust a double.
        var (low, high) = (0.0, greatest);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = isFound(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }

    private static (double EffectiveSize, double ZAlpha, double ZPower) Check(
        double observations,
        double alpha,
        double power,
        double designEffect)
    {
        Preconditions.PositiveAndFinite(observations);
        Preconditions.InsideUnitInterval(alpha);
        Preconditions.InsideUnitInterval(power);
        ArgumentOutOfRangeException.ThrowIfLessThan(power, 0.5);
        Preconditions.PositiveAndFinite(designEffect);
        return (observations / designEffect, Normal.InvCDF(0, 1, 1 - (alpha / 2)), Normal.InvCDF(0, 1, power));
    }
}
