using Arena.Core.Ratings;

namespace Arena.Core.Surrogate.Hybrid;

/// <summary>
/// Strengths by few verdicts of a real judge and many predictions of a cheap one. The prediction-powered estimate is
/// θ(y on judged) + λ·(θ(f on all) − θ(f on judged)), each θ a Bradley–Terry fit: the double-sampling estimator of Chen and Chen (2000, JRSS B 62:449–460) with
/// one weight, tuned to least variance as in PPI++ (Angelopoulos, Duchi and Zrnic 2023). It is right for random samples however wrong the predictions
/// are. <see cref="Shrinkage"/> then weighs it with the cheap judge's own strengths. docs/statistics.md has the formulas.
/// </summary>
public static class HybridRating
{
    /// <summary>With fewer contestants, what their predictions are wrong by cannot be told.</summary>
    public const int LeastContestants = 6;

    /// <summary>With fewer judged battles a contestant's interval is rough.</summary>
    private const int FewBattles = 20;

    /// <summary>Rates the contestants.</summary>
    /// <param name="battles">All planned battles. Which of them were judged must have been left to chance, given the two contestants.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <param name="seed">Seed of the rank ranges.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">A number is out of its range, nothing was judged, or battles do not join all contestants.</exception>
    public static HybridFit Fit(
        IReadOnlyList<HybridBattle> battles, double level = 0.95, long seed = 1, CancellationToken cancellationToken = default) =>
        Fit(battles, level, seed, lambda: null, cancellationToken);

    /// <summary>The same under a given λ; null tunes it.</summary>
    internal static HybridFit Fit(
        IReadOnlyList<HybridBattle> battles, double level, long seed, double? lambda, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(battles);
        Statistics.Preconditions.InsideUnitInterval(level);
        var notes = new List<string>();
        var sample = new HybridSample(battles);
        var all = sample.FitAll(notes, cancellationToken);
        var outside = sample.Outside();
        var judged = sample.FitJudged(battle => battle.Judged, all, outside, cancellationToken);
        var predicted = sample.FitJudged(battle => battle.Predicted, all, outside, cancellationToken);
        var variances = new HybridVariances(sample, judged, predicted, all, outside);
        var weight = lambda ?? variances.Lambda;
        var size = sample.Contestants.Length;
        double[] powered = [.. Enumerable.Range(0, size).Select(i => judged.Strengths[i] + (weight * (all.Strengths[i] - predicted.Strengths[i])))];
        var poweredVariance = variances.Of(weight);
        var shrinkage = size < LeastContestants ? null : Shrinkage.Of(powered, poweredVariance, all.Strengths);
        AddNotes(notes, sample, outside, weight, shrinkage);
        return new HybridFit
        {
            Contestants = sample.Contestants,
            Planned = sample.Planned,
            Judged = sample.JudgedOf,
            PlannedBattles = battles.Count,
            JudgedBattles = sample.Judged.Length,
            JudgedPrompts = sample.JudgedPrompts,
            Plain = Estimate(judged.Strengths, variances.Of(0), fitted: 1),
            PredictionPowered = Estimate(powered, poweredVariance, fitted: weight == 0 ? 1 : 2),
            Shrunk = shrinkage is null ? null : Estimate(shrinkage.Strengths, shrinkage.Covariance, fitted: weight == 0 ? 1 : 2),
            Predicted = all.Strengths,
            Lambda = weight,
            Scatter = shrinkage?.Scatter,
            Slope = shrinkage?.Slope,
            Notes = notes,
        };

        HybridEstimate Estimate(double[] strengths, double[] covariance, int fitted) => new(
            strengths, new SandwichUncertainty(strengths, covariance, Math.Max(2, sample.JudgedPrompts + 1 - fitted), level, seed));
    }

    private static void AddNotes(List<string> notes, HybridSample sample, bool[] outside, double lambda, Shrinkage? shrinkage)
    {
        var few = Names(i => sample.JudgedOf[i] > 0 && !outside[i] && sample.JudgedOf[i] < Math.Min(FewBattles, sample.Planned[i]));
        if (Names(i => sample.JudgedOf[i] == 0) is { Length: > 0 } unjudged)
        {
            notes.Add($"The judge judged nothing of {InWords(unjudged)}: what stands there is foretold, and counts as one battle at most.");
        }

        if (Names(i => sample.JudgedOf[i] > 0 && outside[i]) is { Length: > 0 } extreme)
        {
            notes.Add($"What was judged gives {InWords(extreme)} no finite strength beside the others, so one battle that ends as foretold was added for each.");
        }

        if (few.Length > 0)
        {
            notes.Add($"Fewer than {FewBattles} battles were judged of {InWords(few)}, so intervals there are rough.");
        }

        if (shrinkage is null)
        {
            notes.Add($"With fewer than {LeastContestants} contestants there is no telling how far off the foretold strengths are, so they are not weighed in.");
        }
        else if (shrinkage.Slope is null)
        {
            notes.Add("All contestants are foretold to be equally strong, so strengths are drawn towards their mean only.");
        }

        if (sample.Judged.Length == sample.Battles.Count)
        {
            notes.Add("Everything planned was judged, so there is nothing to foretell, and no doubt about what the judge says of these prompts.");
        }
        else if (lambda == 0)
        {
            notes.Add("Within contestants the predictions do not go with the verdicts, so λ is 0: prediction-powered is the plain estimate.");
        }

        string[] Names(Func<int, bool> which) => [.. sample.Contestants.Where((_, i) => which(i))];
    }

    private static string InWords(string[] names) =>
        names.Length <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Length - 3} more";
}
