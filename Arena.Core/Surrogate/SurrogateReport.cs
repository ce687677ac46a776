using Arena.Core.Statistics;
using Arena.Core.Surrogate.Features;

namespace Arena.Core.Surrogate;

/// <summary>How well surrogate judges foretell what a judge says of contestants that they have not seen.</summary>
/// <param name="Tournament">The tournament, or the file of its battles.</param>
/// <param name="Judge">Whose verdicts, in words.</param>
/// <param name="Baseline">The contestant that all others were compared with; null where they were compared with each other.</param>
/// <param name="Prompts">Number of prompts.</param>
/// <param name="Responses">Number of responses.</param>
/// <param name="Battles">Number of judged pairs.</param>
/// <param name="Registry">Version of the features.</param>
/// <param name="Split">What was held out.</param>
/// <param name="Folds">In how many folds.</param>
/// <param name="Rows">The scorers, the default first; those that were measured in sample last.</param>
/// <param name="Contestants">The contestants, the strongest by the judge first, by the first row's predictions.</param>
/// <param name="Calibration">Battles by predicted probability, by the first row's predictions.</param>
public sealed record SurrogateReport(
    string Tournament,
    string Judge,
    string? Baseline,
    int Prompts,
    int Responses,
    int Battles,
    string Registry,
    SplitKind Split,
    int Folds,
    IReadOnlyList<SurrogateRow> Rows,
    IReadOnlyList<PredictedContestant> Contestants,
    IReadOnlyList<CalibrationBin> Calibration)
{
    private const int Bins = 10;

    /// <summary>The default scorer, on what was held out.</summary>
    public SurrogateRow Default => Rows[0];

    /// <summary>Measures scorers.</summary>
    /// <param name="data">What was judged.</param>
    /// <param name="tournament">Where, for people.</param>
    /// <param name="judge">By whom, for people.</param>
    /// <param name="setups">The scorers; the first is the one that others are compared with. It is measured in sample too.</param>
    /// <param name="split">What to hold out.</param>
    /// <param name="folds">In how many folds; null for ten, or each by itself where there are fewer.</param>
    /// <param name="time">A clock.</param>
    /// <param name="seed">Seed of folds, scorers and intervals.</param>
    /// <param name="progress">Receives the share of the work done, in [0, 1].</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">There are too few contestants or prompts, or no feature differs between responses.</exception>
    public static SurrogateReport Of(
        JudgedResponses data,
        string tournament,
        string judge,
        IReadOnlyList<ScorerSetup> setups,
        SplitKind split,
        int? folds,
        TimeProvider time,
        long seed = 1,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(setups);
        var count = folds ?? SurrogateEvaluation.FoldsOf(data.Contestants.Count);
        var heldOut = SurrogateEvaluation.Predict(data, setups, split, time, count, seed: seed, progress: progress, cancellationToken: cancellationToken);
        var inSample = SurrogateEvaluation.Predict(data, [setups[0]], SplitKind.InSample, time, count, seed: seed, cancellationToken: cancellationToken);
        var rows = heldOut.Concat(inSample).Select((predictions, i) => new SurrogateRow(
            predictions.Setup.Scorer.Name,
            predictions.Setup.Inputs,
            predictions.Split == SplitKind.InSample,
            SurrogateMetrics.Measure(data, predictions.LogOdds, seed, i == 0 ? null : heldOut[0].LogOdds),
            predictions.TrainingSeconds,
            predictions.ScoringSeconds)).ToArray();
        var (judged, predicted) = (SurrogateMetrics.JudgedStrengths(data), SurrogateMetrics.PredictedStrengths(data, heldOut[0].LogOdds));
        return new(
            tournament,
            judge,
            data.Baseline,
            data.PromptOf.Distinct().Count(),
            data.Rows,
            data.Pairs.Count,
            FeatureRegistry.All.Version,
            split,
            count,
            rows,
            [.. data.Contestants.Select((name, c) => new PredictedContestant(name, judged[c], predicted[c])).OrderByDescending(contestant => contestant.Judged)],
            CalibrationOf(data, heldOut[0].LogOdds));
    }

    private static CalibrationBin[] CalibrationOf(JudgedResponses data, IReadOnlyList<double> logOdds)
    {
        var battles = JudgedResponses.BothSides(data.Pairs)
            .Select(pair => (Probability: Logistic.Probability(pair.Lead(logOdds)), pair.Outcome))
            .OrderBy(pair => pair.Probability)
            .ToArray();
        return
        [
            .. Enumerable.Range(0, Bins)
                .Select(bin => battles[(int)((long)bin * battles.Length / Bins)..(int)((bin + 1L) * battles.Length / Bins)])
                .Where(bin => bin.Length > 0)
                .Select(bin => new CalibrationBin(bin.Average(pair => pair.Probability), bin.Average(pair => pair.Outcome), bin.Length)),
        ];
    }
}
