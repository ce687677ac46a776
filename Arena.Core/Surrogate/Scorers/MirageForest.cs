using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;

namespace Arena.Core.Surrogate.Scorers;

/// <summary>
/// The surrogate of MIRAGE-Bench (arXiv 2410.13716), for comparison: a random forest from a contestant's mean features to its log-strength, a row a
/// contestant. All responses of a contestant get the same score.
/// </summary>
public sealed class MirageForest : IScorer
{
    private const int Trees = 300;

    /// <inheritdoc/>
    public string Name => "mirage forest";

    /// <inheritdoc/>
    public ITrainedScorer Train(TrainingRows rows, long seed, CancellationToken cancellationToken = default)
    {
        var context = new MLContext((int)(seed & int.MaxValue));
        var standardization = Standardization.Of(rows);
        var (contestants, means) = ContestantMeans.Of(rows.Contestants, standardization.Apply(rows));
        var trainer = context.Regression.Trainers.FastForest(new FastForestRegressionTrainer.Options
        {
            NumberOfTrees = Trees,
            NumberOfLeaves = 64,
            MinimumExampleCountPerLeaf = 2,
            NumberOfThreads = 1,
            Seed = (int)(seed & int.MaxValue),
        });
        cancellationToken.ThrowIfCancellationRequested();
        var model = trainer.Fit(TreeTable.Of(context, means, [.. contestants.Select(contestant => rows.Strengths[contestant])], null));
        return new Trained(context, standardization, model);
    }

    private sealed class Trained(MLContext context, Standardization standardization, ITransformer model) : ITrainedScorer
    {
        public double[] Score(ScorerRows rows)
        {
            var (contestants, means) = ContestantMeans.Of(rows.Contestants, standardization.Apply(rows));
            return ContestantMeans.Spread(rows.Contestants, contestants, TreeTable.Scores(context, model, means));
        }
    }
}
