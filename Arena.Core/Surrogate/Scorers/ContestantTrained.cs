namespace Arena.Core.Surrogate.Scorers;

/// <summary>Scores every contestant by a linear model of its mean features; all its rows get that score.</summary>
internal sealed class ContestantTrained(LinearModel model) : ITrainedScorer
{
    public LinearModel Model => model;

    public double[] Score(ScorerRows rows)
    {
        var (contestants, means) = ContestantMeans.Of(rows.Contestants, model.Standardization.Apply(rows));
        return ContestantMeans.Spread(rows.Contestants, contestants, model.Score(means));
    }
}
