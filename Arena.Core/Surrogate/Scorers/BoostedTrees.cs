using Arena.Core.Statistics;
using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace Arena.Core.Surrogate.Scorers;

/// <summary>
/// Gradient-boosted trees on the features of a response: regression of what it earns with LightGBM (Ke et al. 2017) or FastTree, whose scores are the
/// log-odds of the estimate; or LambdaMART (Burges 2010) on the ranking within prompts, the outcome in five grades.
/// </summary>
public sealed class BoostedTrees : IScorer
{
    private const int Grades = 4;
    private const double Least = 0.002;

    /// <summary>A leaf holds one row in so many, within limits: of few rows it must be small for there to be any split.</summary>
    private const int RowsPerLeafRow = 250;
    private const int SmallestLeaf = 5;
    private const int LargestLeaf = 100;

    private readonly bool _isRanker;
    private readonly Func<MLContext, int, IEstimator<ITransformer>> _trainer;

    private BoostedTrees(string name, bool isRanker, Func<MLContext, int, IEstimator<ITransformer>> trainer)
    {
        Name = name;
        _isRanker = isRanker;
        _trainer = trainer;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>LightGBM regression.</summary>
    /// <param name="trees">Number of trees.</param>
    public static BoostedTrees LightGbm(int trees = 120) => new("lightgbm", isRanker: false, (context, least) => context.Regression.Trainers.LightGbm(
        new LightGbmRegressionTrainer.Options
        {
            NumberOfIterations = trees,
            NumberOfLeaves = 16,
            LearningRate = 0.06,
            MinimumExampleCountPerLeaf = least,
            NumberOfThreads = 1,
            Booster = Booster(),
        }));

    /// <summary>FastTree regression.</summary>
    /// <param name="trees">Number of trees.</param>
    public static BoostedTrees FastTree(int trees = 100) => new("fasttree", isRanker: false, (context, least) => context.Regression.Trainers.FastTree(
        new FastTreeRegressionTrainer.Options
        {
            NumberOfTrees = trees,
            NumberOfLeaves = 16,
            LearningRate = 0.08,
            MinimumExampleCountPerLeaf = least,
            FeatureFraction = 0.5,
            NumberOfThreads = 1,
        }));

    /// <summary>LambdaMART, by LightGBM.</summary>
    /// <param name="trees">Number of trees.</param>
    public static BoostedTrees LambdaMart(int trees = 120) => new("lambdamart", isRanker: true, (context, least) => context.Ranking.Trainers.LightGbm(
        new LightGbmRankingTrainer.Options
        {
            NumberOfIterations = trees,
            NumberOfLeaves = 16,
            LearningRate = 0.06,
            MinimumExampleCountPerLeaf = least,
            NumberOfThreads = 1,
            RowGroupColumnName = nameof(TreeRow.GroupId),
            Booster = Booster(),
        }));

    /// <inheritdoc/>
    public ITrainedScorer Train(TrainingRows rows, long seed, CancellationToken cancellationToken = default)
    {
        var context = new MLContext((int)(seed & int.MaxValue));
        var standardization = Standardization.Of(rows);
        int[] order = _isRanker ? [.. Enumerable.Range(0, rows.Count).OrderBy(row => rows.Prompts[row])] : [.. Enumerable.Range(0, rows.Count)];
        var features = standardization.Apply(rows);
        var table = TreeTable.Of(
            context,
            [.. order.Select(row => features[row])],
            [.. order.Select(row => _isRanker ? Math.Round(Grades * rows.Outcomes[row]) : rows.Outcomes[row])],
            _isRanker ? [.. order.Select(row => rows.Prompts[row])] : null);
        cancellationToken.ThrowIfCancellationRequested();
        var trained = new Trained(context, standardization, _trainer(context, Math.Clamp(rows.Count / RowsPerLeafRow, SmallestLeaf, LargestLeaf)).Fit(table), _isRanker);
        return _isRanker ? new RankerTrained(trained, rows) : trained;
    }

    private static GradientBooster.Options Booster() => new() { FeatureFraction = 0.5, SubsampleFraction = 0.7, SubsampleFrequency = 1, L2Regularization = 5 };

    private sealed class Trained(MLContext context, Standardization standardization, ITransformer model, bool isRanker) : ITrainedScorer
    {
        public double[] Score(ScorerRows rows)
        {
            var scores = TreeTable.Scores(context, model, standardization.Apply(rows));
            return isRanker ? scores : Array.ConvertAll(scores, score => Logistic.LogOdds(score, Least));
        }
    }
}
