using System.Text.Json.Serialization;
using Arena.Core.Surrogate.Features;
using Arena.Core.Surrogate.Scorers;

namespace Arena.Core.Surrogate.Models;

/// <summary>A trained surrogate judge: all that its file holds.</summary>
/// <param name="Registry">Version of the features that it learned from.</param>
/// <param name="Origin">What it was trained on.</param>
/// <param name="Parts">What it learned, by what it looks at: <see cref="ScorerInputs.Response"/> always, and <see cref="ScorerInputs.Likeness"/> where texts were known.</param>
public sealed record SurrogateModel(string Registry, SurrogateOrigin Origin, IReadOnlyList<SurrogatePart> Parts)
{
    private const int InnerFolds = 3;
    private const double Odd = 3;

    /// <summary>The part that looks at a response alone.</summary>
    [JsonIgnore]
    public SurrogatePart Plain => Parts.First(part => part.Inputs == ScorerInputs.Response);

    /// <summary>Trains a surrogate judge, and measures it on contestants held out.</summary>
    /// <param name="data">What was judged.</param>
    /// <param name="tournament">Where, for the manifest.</param>
    /// <param name="judge">By whom, for the manifest.</param>
    /// <param name="time">A clock.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="progress">Receives the share of the work done, in [0, 1].</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">There are too few contestants, or no feature differs between responses.</exception>
    public static SurrogateModel Train(
        JudgedResponses data,
        string tournament,
        string judge,
        TimeProvider time,
        long seed = 1,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(time);
        var folds = SurrogateEvaluation.FoldsOf(data.Contestants.Count);
        int[] all = [.. Enumerable.Range(0, data.Rows)];
        ScorerInputs[] inputs = data.Likeness is null ? [ScorerInputs.Response] : [ScorerInputs.Response, ScorerInputs.Likeness];
        ScorerSetup[] setups = [.. inputs.Select(looksAt => new ScorerSetup(ScorerCatalogue.Default, looksAt))];
        var heldOut = SurrogateEvaluation.Predict(
            data, setups, SplitKind.Contestant, time, folds, InnerFolds, seed, progress: progress, cancellationToken: cancellationToken);
        var inner = HeldOut.Split(data, all, SplitKind.Contestant, InnerFolds, seed + 1);
        var parts = heldOut.Select(predictions =>
        {
            var looksAt = predictions.Setup.Inputs;
            var calibration = SurrogateEvaluation.Calibrate(data, ScorerCatalogue.Default, inner.Select(part =>
            {
                var builder = new RowBuilder(data, part.Training, looksAt);
                return (builder.Training(part.Training), builder.Rows(part.Test), part.Test);
            }), seed, cancellationToken);
            var trained = (CombinedTrained)ScorerCatalogue.Default.Train(new RowBuilder(data, all, looksAt).Training(all), seed, cancellationToken);
            return new SurrogatePart(
                looksAt,
                ((LinearTrained)trained.Responses).Model,
                ((ContestantTrained)trained.Contestants).Model,
                trained.Weight,
                calibration,
                MetricsOf(data, predictions, folds, seed));
        }).ToArray();
        var strengths = new RowBuilder(data, all, ScorerInputs.Response).Strengths;
        return new(
            FeatureRegistry.All.Version,
            new(
                tournament,
                judge,
                data.Baseline,
                [.. data.Contestants.Zip(strengths, (name, strength) => new KnownContestant(name, strength))],
                data.PromptOf.Distinct().Count(),
                data.Rows,
                data.Pairs.Count,
                seed,
                OddnessOf(parts[0].Responses.Standardization, new RowBuilder(data, all, ScorerInputs.Response).Rows(all)).Values.Max(),
                time.GetUtcNow()),
            parts);
    }

    /// <summary>By contestant, the median share of a response's features that lie beyond three standard deviations of those learned from.</summary>
    internal static Dictionary<int, double> OddnessOf(Standardization standardization, ScorerRows rows) => standardization.Apply(rows)
        .Zip(rows.Contestants, (values, contestant) => (Contestant: contestant, Share: values.Count(value => Math.Abs(value) > Odd) / (double)values.Length))
        .GroupBy(item => item.Contestant)
        .ToDictionary(group => group.Key, group => group.Select(item => item.Share).Order().ElementAt(group.Count() / 2));

    private static PartMetrics MetricsOf(JudgedResponses data, SurrogatePredictions predictions, int folds, long seed)
    {
        var metrics = SurrogateMetrics.Measure(data, predictions.LogOdds, seed);
        var (judged, predicted) = (SurrogateMetrics.JudgedStrengths(data), SurrogateMetrics.PredictedStrengths(data, predictions.LogOdds));
        return new(
            data.Contestants.Count,
            folds,
            metrics.KendallTau.Estimate,
            metrics.KendallTau.Interval.Lower,
            metrics.KendallTau.Interval.Upper,
            metrics.StrengthR2.Estimate,
            metrics.PairwiseAccuracy.Estimate,
            metrics.Auc.Estimate,
            metrics.Brier.Estimate,
            metrics.CalibrationError.Estimate,
            Math.Sqrt(predicted.Zip(judged, (p, j) => (p - j) * (p - j)).Average()));
    }
}
