using Arena.Core.Ratings;

namespace Arena.Core.Surrogate.Hybrid;

/// <summary>
/// What the real judge would say of all planned battles, from its verdicts on some. All intervals are about that and nothing else: what other prompts
/// might have shown is not in them, and where all is judged they have no width.
/// </summary>
public sealed record HybridFit
{
    /// <summary>Names of the contestants, sorted; all lists by contestant follow this order.</summary>
    public required IReadOnlyList<string> Contestants { get; init; }

    /// <summary>Planned battles of every contestant.</summary>
    public required IReadOnlyList<int> Planned { get; init; }

    /// <summary>How many of them the real judge judged.</summary>
    public required IReadOnlyList<int> Judged { get; init; }

    /// <summary>Number of planned battles.</summary>
    public required int PlannedBattles { get; init; }

    /// <summary>Number of battles that the real judge judged.</summary>
    public required int JudgedBattles { get; init; }

    /// <summary>Number of prompts that the real judge judged something on; battles without a prompt are one each.</summary>
    public required int JudgedPrompts { get; init; }

    /// <summary>The real judge's verdicts alone.</summary>
    public required HybridEstimate Plain { get; init; }

    /// <summary>The verdicts with the predictions as control variate.</summary>
    public required HybridEstimate PredictionPowered { get; init; }

    /// <summary>The prediction-powered estimate and the cheap judge's own strengths, weighed by their variances; null where there are too few contestants.</summary>
    public required HybridEstimate? Shrunk { get; init; }

    /// <summary>The cheap judge's own log-strengths, over all planned battles, centred on 0.</summary>
    public required IReadOnlyList<double> Predicted { get; init; }

    /// <summary>λ: how much of the predictions is believed within contestants. 0 is the plain estimate.</summary>
    public required double Lambda { get; init; }

    /// <summary>By how much the real judge's log-strengths scatter around those foretold, as standard deviation; null without shrinkage.</summary>
    public required double? Scatter { get; init; }

    /// <summary>By how much the real judge's log-strengths rise with those foretold; null without shrinkage, or where nothing is foretold to differ.</summary>
    public required double? Slope { get; init; }

    /// <summary>What a reader of the numbers must know, in sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The best estimate that there is: shrunk, or else prediction-powered.</summary>
    public HybridEstimate Best => Shrunk ?? PredictionPowered;

    /// <summary>The best and the worst rank that an estimate leaves open for every contestant, from 1, simultaneously.</summary>
    /// <param name="estimate">One of the estimates above.</param>
    public IReadOnlyList<(int Low, int High)> RanksOf(HybridEstimate estimate)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        return RankRanges.Compute([.. estimate.LogStrengths], [.. Enumerable.Range(0, Contestants.Count)], estimate.Uncertainty);
    }
}
