namespace Arena.Core.Surrogate.Scorers;

/// <summary>Scores every row by a linear model.</summary>
internal sealed class LinearTrained(LinearModel model) : ITrainedScorer
{
    public LinearModel Model => model;

    public double[] Score(ScorerRows rows) => model.Score(model.Standardization.Apply(rows));
}
