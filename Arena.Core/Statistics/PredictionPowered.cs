namespace Arena.Core.Statistics;

/// <summary>
/// Prediction-powered inference for a mean: units have predictions, and some, drawn at random, have labels too. What predictions are wrong by on the
/// labelled units is taken off their mean over all units, so that the estimate is right however wrong the predictions are, and the more precise
/// the better they are. Angelopoulos, Bates, Fannjiang, Jordan &amp; Zrnic (2023), <i>Science</i> 382:669–674; with the weight of the predictions
/// tuned as in PPI++, Angelopoulos, Duchi &amp; Zrnic (2023), arXiv 2311.01453; here for units in clusters.
/// </summary>
public static class PredictionPowered
{
    /// <summary>Predictions that vary by less than this share of themselves, or go with the labels to less than this, do so by rounding.</summary>
    private const double Rounding = 1e-12;

    /// <summary>
    /// mean(labels) + λ·(mean(all predictions) − mean(predictions of labelled units)), means over units. With cluster g moving the first mean by
    /// a_g and the bracket by b_g, the variance is G/(G − 2) · Σ (a_g + λ·b_g)² and λ = −Σ a_g·b_g / Σ b_g², but at least 0, makes it least; G is the
    /// number of clusters with labels, and 2 the number of parameters, so that t has G − 2 degrees of freedom; the 2 is a 1 where λ is 0.
    /// </summary>
    /// <param name="labels">By cluster, the sum of the labels.</param>
    /// <param name="labelledPredictions">By cluster, the sum of the predictions of units that have a label.</param>
    /// <param name="labelled">By cluster, the number of units that have a label.</param>
    /// <param name="predictions">By cluster, the sum of the predictions of all units, labelled ones included.</param>
    /// <param name="counts">By cluster, the number of all units.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of its range.</exception>
    public static PredictionPoweredEstimate Mean(
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> labelledPredictions,
        ReadOnlySpan<double> labelled,
        ReadOnlySpan<double> predictions,
        ReadOnlySpan<double> counts,
        double level = 0.95)
    {
        Preconditions.InsideUnitInterval(level);
        Preconditions.SameLength(labels.Length, predictions.Length);
        var (ofLabels, a) = ClusterMean.Linearise(labels, labelled);
        var (ofLabelled, fromLabelled) = ClusterMean.Linearise(labelledPredictions, labelled);
        var (ofAll, fromAll) = ClusterMean.Linearise(predictions, counts);
        var (products, squares, labelSquares, size) = (0.0, 0.0, 0.0, 0.0);
        for (var g = 0; g < a.Length; g++)
        {
            var b = fromAll[g] - fromLabelled[g];
            products += a[g] * b;
            squares += b * b;
            labelSquares += a[g] * a[g];
            size += (fromAll[g] * fromAll[g]) + (fromLabelled[g] * fromLabelled[g]);
        }

        // Where every unit has a label the bracket is 0 whatever its weight. Predictions that run against the labels do so by chance, or are of no
        // use that anyone would want to make; above 1 a weight is sound, for predictions that shy away from the extremes.
        var isTunable = squares > Rounding * Rounding * (size + (ofAll * ofAll)) && -products > Rounding * Math.Sqrt(squares * labelSquares);
        var weight = isTunable ? -products / squares : 0;
        var variance = 0.0;
        for (var g = 0; g < a.Length; g++)
        {
            var influence = a[g] + (weight * (fromAll[g] - fromLabelled[g]));
            variance += influence * influence;
        }

        var value = ofLabels + (weight * (ofAll - ofLabelled));
        return new PredictionPoweredEstimate(
            value, ClusterMean.Around(value, variance, ClusterMean.ClustersOf(labelled), fitted: weight == 0 ? 1 : 2, level), weight);
    }
}
