namespace Arena.Core.Surrogate;

/// <summary>
/// Measures scorers on responses that they have not learned from. Everything is fitted inside the training rows of a fold: means and deviations, the
/// strengths and outcomes that likeness asks for, the weights, and the calibration, which is fitted to scores of further folds within them.
/// </summary>
public static class SurrogateEvaluation
{
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
        var probabilities = setups.Select(_ => new double[data.Rows]).ToArray();
        var (training, scoring) = (new TimeSpan[setups.Count], new TimeSpan[setups.Count]);
        var outer = HeldOut.Split(data, [.. Enumerable.Range(0, data.Rows)], split, folds, seed, families);
        var (done, all) = (0, outer.Length * setups.Count);
        foreach (var fold in outer)
        {
            // In sample, calibration still has to be learned from scores of rows that were not learned from.
            var inner = HeldOut.Split(data, fold.Training, split is SplitKind.InSample or SplitKind.Both ? SplitKind.Contestant : split, innerFolds, seed + 1, families);
            foreach (var withLikeness in setups.Select(setup => setup.WithLikeness).Distinct())
            {
                var withOutcomes = split is SplitKind.Contestant or SplitKind.InSample;
                var builder = new RowBuilder(data, fold.Training, withLikeness, withOutcomes);
                var (trainingRows, testRows) = (builder.Training(fold.Training), builder.Rows(fold.Test));
                var innerRows = inner.Select(part =>
                {
                    var innerBuilder = new RowBuilder(data, part.Training, withLikeness, withOutcomes);
                    return (Training: innerBuilder.Training(part.Training), Test: innerBuilder.Rows(part.Test), part.Test.Length, Rows: part.Test);
                }).ToArray();
                for (var s = 0; s < setups.Count; s++)
                {
                    if (setups[s].WithLikeness != withLikeness)
                    {
                        continue;
                    }

                    cancellationToken.ThrowIfCancellationRequested();
                    var scorer = setups[s].Scorer;
                    var start = time.GetTimestamp();
                    var (scores, outcomes) = (new List<double>(), new List<double>());
                    foreach (var part in innerRows)
                    {
                        scores.AddRange(scorer.Train(part.Training, seed, cancellationToken).Score(part.Test));
                        outcomes.AddRange(part.Rows.Select(row => data.Outcomes[row]));
                    }

                    var calibration = PlattCalibration.Fit(scores, outcomes);
                    var trained = scorer.Train(trainingRows, seed, cancellationToken);
                    training[s] += time.GetElapsedTime(start);
                    start = time.GetTimestamp();
                    foreach (var (row, score) in fold.Test.Zip(trained.Score(testRows)))
                    {
                        probabilities[s][row] = calibration.Probability(score);
                    }

                    scoring[s] += time.GetElapsedTime(start);
                    progress?.Report((double)++done / all);
                }
            }
        }

        return [.. setups.Select((setup, s) => new SurrogatePredictions(setup, split, probabilities[s], training[s].TotalSeconds, scoring[s].TotalSeconds))];
    }
}
