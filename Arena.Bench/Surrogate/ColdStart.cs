using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Scorers;

namespace Arena.Bench.Surrogate;

/// <summary>A surrogate that learns from a sample of the verdicts and nothing else, and never from those of whom it predicts.</summary>
internal static class ColdStart
{
    private const int Folds = 5, InnerFolds = 3;

    /// <summary>A probability for every row, out of folds by contestant; only judged rows are learned from.</summary>
    public static double[] Predict(JudgedResponses data, bool[] judged, long seed, CancellationToken cancellationToken)
    {
        var probabilities = new double[data.Rows];
        var scorer = ScorerCatalogue.Default;
        foreach (var fold in HeldOut.Split(data, [.. Enumerable.Range(0, data.Rows)], SplitKind.Contestant, Folds, seed))
        {
            int[] training = [.. fold.Training.Where(row => judged[row])];
            var inner = HeldOut.Split(data, training, SplitKind.Contestant, InnerFolds, seed + 1).Select(part =>
            {
                var innerBuilder = new RowBuilder(data, part.Training, ScorerInputs.Verdicts);
                return (innerBuilder.Training(part.Training), innerBuilder.Rows(part.Test), part.Test);
            });
            var calibration = SurrogateEvaluation.Calibrate(data, scorer, inner, seed, cancellationToken);
            var builder = new RowBuilder(data, training, ScorerInputs.Verdicts);
            var trained = scorer.Train(builder.Training(training), seed, cancellationToken);
            foreach (var (row, score) in fold.Test.Zip(trained.Score(builder.Rows(fold.Test))))
            {
                probabilities[row] = calibration.Probability(score);
            }
        }

        return probabilities;
    }
}
