using Arena.Core.Statistics;

namespace Arena.Core.Surrogate;

/// <summary>
/// Measures scorers on responses that they have not learned from. Everything is fitted inside the training rows of a fold: means and deviations, the
/// strengths and outcomes that likeness asks for, the weights, and the calibration, which is fitted to scores of further folds within them.
/// </summary>
public static class SurrogateEvaluation
{
    /// <summary>The fewest contestants that can be learned from, so that some can be held out twice over.</summary>
    public const int FewestContestants = 4;

    private const int MostFolds = 10;

    /// <summary>Number of folds to hold contestants out in: ten, or each by itself where there are fewer.</summary>
    /// <param name="contestants">Number of contestants.</param>
    /// <exception cref="ArgumentException">There are too few.</exception>
    public static int FoldsOf(int contestants) => contestants >= FewestContestants
        ? Math.Min(MostFolds, contestants)
        : throw new ArgumentException(
            $"{contestants} contestants are too few to learn from and hold some out: {FewestContestants} are needed, and ten or more before a figure says much");

    /// <summary>Predicts every row out of folds that do not hold it.</summary>
    /// <param name="data">The responses.</param>
    /// <param name="setups">The scorers; all see the same splits.</param>
    /// <param name="split">What to hold out.</param>
    /// <param name="time">A clock, for the seconds.</param>
    /// <param name="folds">Number of folds, 2 or more.</param>
    /// <param name="innerFolds">Number of folds within the training rows that the calibration is fitted on, 2 or more.</param>
    /// <param name="seed">Seed of the folds and of all scorers.</param>
    /// <param name="families">
    /// Family of every contestant, whose members are held out together, so that no sibling gives a held-out one away; null where each is its own.
    /// </param>
    /// <param name="progress">Receives the share of the work done, in [0, 1].</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">There are fewer contestants or prompts than folds.</exception>
    public static IReadOnlyList<SurrogatePredictions> Predict(
        JudgedResponses data,
        IReadOnlyList<ScorerSetup> setups,
        SplitKind split,
        TimeProvider time,
        int folds = 10,
        int innerFolds = 3,
        long seed = 1,
        IReadOnlyList<int>? families = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(setups);
        ArgumentNullException.ThrowIfNull(time);
        var logOdds = setups.Select(_ => new double[data.Rows]).ToArray();
        var (training, scoring) = (new TimeSpan[setups.Count], new TimeSpan[setups.Count]);
        var outer = HeldOut.Split(data, [.. Enumerable.Range(0, data.Rows)], split, folds, seed, families);
        var (done, all) = (0, outer.Length * setups.Count);
        foreach (var fold in outer)
        {
            // In sample, calibration still has to be learned from scores of rows that were not learned from.
            var innerSplit = split is SplitKind.InSample or SplitKind.Both ? SplitKind.Contestant : split;
            var inner = HeldOut.Split(data, fold.Training, innerSplit, innerFolds, seed + 1, families);
            foreach (var group in setups.Index().GroupBy(item => InputsOn(item.Item.Inputs, split)))
            {
                var builder = new RowBuilder(data, fold.Training, group.Key);
                var (trainingRows, testRows) = (builder.Training(fold.Training), builder.Rows(fold.Test));
                var innerRows = inner.Select(part =>
                {
                    var innerBuilder = new RowBuilder(data, part.Training, group.Key);
                    return (Training: innerBuilder.Training(part.Training), Test: innerBuilder.Rows(part.Test), Rows: part.Test);
                }).ToArray();
                foreach (var (s, setup) in group)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var start = time.GetTimestamp();
                    var calibration = Calibrate(data, setup.Scorer, innerRows, seed, cancellationToken);
                    var trained = setup.Scorer.Train(trainingRows, seed, cancellationToken);
                    training[s] += time.GetElapsedTime(start);
                    start = time.GetTimestamp();
                    foreach (var (row, score) in fold.Test.Zip(trained.Score(testRows)))
                    {
                        logOdds[s][row] = calibration.LogOdds(score);
                    }

                    scoring[s] += time.GetElapsedTime(start);
                    progress?.Report((double)++done / all);
                }
            }
        }

        return
        [
            .. setups.Select((setup, s) => new SurrogatePredictions(
                setup, split, logOdds[s], Probabilities(data, logOdds[s]), training[s].TotalSeconds, scoring[s].TotalSeconds)),
        ];
    }

    /// <summary>Fits the calibration to the scores of rows that were held out.</summary>
    /// <param name="data">The responses.</param>
    /// <param name="scorer">The scorer.</param>
    /// <param name="folds">What to learn from, what to score, and which rows these are.</param>
    /// <param name="seed">Seed of the scorer.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal static PlattCalibration Calibrate(
        JudgedResponses data, IScorer scorer, IEnumerable<(TrainingRows Training, ScorerRows Test, int[] Rows)> folds, long seed, CancellationToken cancellationToken)
    {
        var scores = Enumerable.Repeat(double.NaN, data.Rows).ToArray();
        foreach (var (training, test, rows) in folds)
        {
            foreach (var (row, score) in rows.Zip(scorer.Train(training, seed, cancellationToken).Score(test)))
            {
                scores[row] = score;
            }
        }

        // Both sides are learned from, so that without a baseline nothing is left for an intercept.
        var (differences, outcomes) = (new List<double>(), new List<double>());
        foreach (var pair in JudgedResponses.BothSides(data.Pairs).Where(pair => !double.IsNaN(pair.Lead(scores))))
        {
            differences.Add(pair.Lead(scores));
            outcomes.Add(pair.Outcome);
        }

        return PlattCalibration.Fit(differences, outcomes);
    }

    /// <summary>Probability of winning by row: against the baseline, or the mean over the opponents that the response met.</summary>
    internal static double[] Probabilities(JudgedResponses data, double[] logOdds) =>
        JudgedResponses.Means(data.Rows, data.Pairs, pair => Logistic.Probability(pair.Lead(logOdds)));

    /// <summary>What others earned on a prompt is not known of one that is held out.</summary>
    private static ScorerInputs InputsOn(ScorerInputs inputs, SplitKind split) =>
        inputs == ScorerInputs.Verdicts && split is (SplitKind.Prompt or SplitKind.Both) ? ScorerInputs.Likeness : inputs;
}
