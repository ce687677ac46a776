namespace Arena.Core.Statistics;

/// <summary>
/// The share that a faultless judge would find, from what a faulty one finds and how often that one errs. Rogan &amp; Gladen (1978),
/// <i>American Journal of Epidemiology</i> 107:71–76.
/// </summary>
/// <remarks>
/// It holds where the judge errs alike on everything that is counted. Where it errs in someone's favour, the correction has the same bias as the
/// judge, made larger; <see cref="PredictionPowered"/> has none.
/// </remarks>
public static class RoganGladen
{
    /// <summary>A judge that is better than a coin by less than this is so by rounding.</summary>
    private const double Rounding = 1e-12;

    /// <summary>The correction: (apparent + specificity − 1)/(sensitivity + specificity − 1), moved into [0, 1].</summary>
    /// <param name="apparent">The share that the judge finds, in [0, 1].</param>
    /// <param name="sensitivity">The share that the judge finds of what is there, in [0, 1].</param>
    /// <param name="specificity">The share that the judge passes over of what is not there, in [0, 1].</param>
    /// <returns>The true share, in [0, 1]; NaN where the judge is no better than a coin, which tells nothing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double Correct(double apparent, double sensitivity, double specificity)
    {
        Preconditions.InUnitInterval(apparent);
        Preconditions.InUnitInterval(sensitivity);
        Preconditions.InUnitInterval(specificity);
        var skill = sensitivity + specificity - 1;
        return skill > Rounding ? Math.Clamp((apparent + specificity - 1) / skill, 0, 1) : double.NaN;
    }

    /// <summary>
    /// The correction with its interval where sensitivity equals specificity by symmetry (of the two sides of a comparison) and is itself estimated,
    /// from data that share clusters with those that are corrected. The true share is ½ + (apparent − ½)/(2·sensitivity − 1), a ratio, whose
    /// interval is Fieller's over the clusters.
    /// </summary>
    /// <param name="sums">By cluster, the sum of what the judge finds, each in [0, 1].</param>
    /// <param name="counts">By cluster, how many these are.</param>
    /// <param name="rightSums">By cluster, the sum of what the judge finds of what is there, each in [0, 1].</param>
    /// <param name="rightCounts">By cluster, how many these are.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <returns>
    /// The true share, moved into [0, 1]; NaN where nothing is counted or the judge seems no better than a coin. The interval is [0, 1] where the
    /// judge is not significantly better than one. There is none for fewer than two clusters, and none where no share in [0, 1] is compatible
    /// with what the judge finds: then it does not err alike on everything.
    /// </returns>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of its range.</exception>
    public static IntervalEstimate Estimate(
        ReadOnlySpan<double> sums,
        ReadOnlySpan<double> counts,
        ReadOnlySpan<double> rightSums,
        ReadOnlySpan<double> rightCounts,
        double level = 0.95)
    {
        Preconditions.InsideUnitInterval(level);
        Preconditions.SameLength(sums.Length, rightSums.Length);
        var (apparent, ofApparent) = ClusterMean.Linearise(sums, counts);
        var (right, ofRight) = ClusterMean.Linearise(rightSums, rightCounts);
        var (varianceOfApparent, covariance, varianceOfRight) = (0.0, 0.0, 0.0);
        for (var g = 0; g < ofApparent.Length; g++)
        {
            varianceOfApparent += ofApparent[g] * ofApparent[g];
            covariance += ofApparent[g] * ofRight[g];
            varianceOfRight += ofRight[g] * ofRight[g];
        }

        // As many clusters as the less known of the two parts has.
        var clusters = Math.Min(ClusterMean.ClustersOf(counts), ClusterMean.ClustersOf(rightCounts));
        var (factor, critical) = ClusterMean.Small(clusters, fitted: 1, level);
        var ratio = FiellerInterval.Of(
            apparent - 0.5,
            right - 0.5,
            factor * varianceOfApparent,
            factor * covariance,
            factor * varianceOfRight,
            critical,
            level);

        // A judge that is worse than a coin has a ratio too, but what it is right by cannot be told from what it is wrong by.
        if (!(right - 0.5 > Rounding))
        {
            return new IntervalEstimate(double.NaN, clusters < 2 ? None(level) : new Interval(0, 1, level));
        }

        // right − ½ is half of 2·sensitivity − 1, hence the half.
        var value = 0.5 + (0.5 * (apparent - 0.5) / (right - 0.5));
        var (lower, upper) = (0.5 + (0.5 * ratio.Lower), 0.5 + (0.5 * ratio.Upper));
        return new IntervalEstimate(
            Math.Clamp(value, 0, 1),
            lower <= 1 && upper >= 0 ? new Interval(Math.Max(lower, 0), Math.Min(upper, 1), level) : None(level));
    }

    private static Interval None(double level) => new(double.NaN, double.NaN, level);
}
