using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>
/// A scorer trained once without each fold of contestants; every row is only ever scored by the model that has not seen its contestant. Scores become
/// log-odds by a calibration fitted to the held-out scores of the other folds.
/// </summary>
internal sealed class FoldedModel
{
    private readonly ExplanationTable _table;
    private readonly HeldOut[] _folds;
    private readonly ITrainedScorer[] _trained;
    private readonly PlattCalibration[] _calibrations;
    private readonly bool[]? _kept;

    private FoldedModel(string name, ExplanationTable table, HeldOut[] folds, ITrainedScorer[] trained, PlattCalibration[]? calibrations, bool[]? kept)
    {
        (Name, _table, _folds, _trained, _kept) = (name, table, folds, trained, kept);
        var scores = Scores([table.Features])[0];
        _calibrations = calibrations ??
        [
            .. folds.Select(fold => PlattCalibration.Fit(
                [.. fold.Training.Select(row => scores[row])], [.. fold.Training.Select(row => table.Outcomes[row])])),
        ];
        LogOdds = Calibrated(scores);
        Losses = LossesOf(LogOdds);
        Loss = Losses.Average();
    }

    public string Name { get; }

    /// <summary>Held-out log-odds by row.</summary>
    public double[] LogOdds { get; }

    /// <summary>Held-out log-loss by row, in nats.</summary>
    public double[] Losses { get; }

    /// <summary>Mean of <see cref="Losses"/>.</summary>
    public double Loss { get; }

    /// <summary>Trains.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="folds">The folds.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="scorerOf">The scorer of a fold.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="kept">Which columns it may look at; null for all.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static FoldedModel Train(
        ExplanationTable table, HeldOut[] folds, string name, Func<int, IScorer> scorerOf, long seed, bool[]? kept, CancellationToken cancellationToken)
    {
        var trained = new ITrainedScorer[folds.Length];
        Parallel.For(0, folds.Length, new ParallelOptions { CancellationToken = cancellationToken }, fold =>
        {
            var rows = table.Training(folds[fold].Training);
            int[] columns = [.. Enumerable.Range(0, table.Columns.Count).Where(column => kept?[column] ?? true)];

            // What never differs among the training rows teaches nothing: all are scored alike.
            trained[fold] = columns.Any(column => table.Varies(column, folds[fold].Training))
                ? scorerOf(fold).Train(kept is null ? rows : rows with { Features = [.. rows.Features.Select(row => Masked(row, kept))] }, seed, cancellationToken)
                : new Constant();
        });
        return new(name, table, folds, trained, null, kept);
    }

    /// <summary>The same model asked about some of the rows.</summary>
    /// <param name="some">The rows.</param>
    /// <param name="folds">The same folds of them.</param>
    public FoldedModel On(ExplanationTable some, HeldOut[] folds) => new(Name, some, folds, _trained, _calibrations, _kept);

    /// <summary>Whether the model looks at any of some columns.</summary>
    public bool LooksAt(int[] columns) => _kept is null || columns.Any(column => _kept[column]);

    /// <summary>Held-out log-odds of rows whose features were changed.</summary>
    /// <param name="variants">Features of all rows, in as many variants as wanted.</param>
    public double[][] LogOddsOf(IReadOnlyList<double[][]> variants) => Array.ConvertAll(Scores(variants), Calibrated);

    /// <summary>Log-loss by row, in nats.</summary>
    public double[] LossesOf(double[] logOdds) =>
        [.. logOdds.Zip(_table.Outcomes, (logit, outcome) => Logistic.LogOnePlusExp(logit) - (outcome * logit))];

    private static double[] Masked(double[] row, bool[] kept) => [.. row.Zip(kept, (value, isKept) => isKept ? value : double.NaN)];

    private double[] Calibrated(double[] scores)
    {
        var result = new double[scores.Length];
        foreach (var (fold, calibration) in _folds.Zip(_calibrations))
        {
            foreach (var row in fold.Test)
            {
                result[row] = calibration.Intercept + (calibration.Slope * scores[row]);
            }
        }

        return result;
    }

    /// <summary>All variants of a fold are scored in one go, each under contestants of its own: a scorer may average over a contestant's rows.</summary>
    private double[][] Scores(IReadOnlyList<double[][]> variants)
    {
        var result = variants.Select(_ => new double[_table.Rows]).ToArray();
        foreach (var (fold, trained) in _folds.Zip(_trained))
        {
            var (features, contestants, prompts) = (new List<double[]>(), new List<int>(), new List<int>());
            foreach (var (v, variant) in variants.Index())
            {
                foreach (var row in fold.Test)
                {
                    features.Add(variant[row]);
                    contestants.Add((v * _table.Contestants) + _table.ContestantOf[row]);
                    prompts.Add(_table.PromptOf[row]);
                }
            }

            var scores = trained.Score(new ScorerRows(_table.Columns, features, contestants, prompts));
            for (var i = 0; i < scores.Length; i++)
            {
                result[i / fold.Test.Length][fold.Test[i % fold.Test.Length]] = scores[i];
            }
        }

        return result;
    }

    /// <summary>Scores all alike.</summary>
    private sealed class Constant : ITrainedScorer
    {
        public double[] Score(ScorerRows rows) => new double[rows.Count];
    }
}
