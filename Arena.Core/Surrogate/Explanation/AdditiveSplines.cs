namespace Arena.Core.Surrogate.Explanation;

/// <summary>An additive model of some features; its scores are log-odds.</summary>
/// <param name="columns">Numbers of the features.</param>
internal sealed class AdditiveSplines(IReadOnlyList<int> columns) : IScorer
{
    public string Name => "additive splines";

    public ITrainedScorer Train(TrainingRows rows, long seed, CancellationToken cancellationToken = default)
    {
        var fit = new AdditiveFit(rows.Features, columns);
        return new Trained(fit, fit.Coefficients(rows.Features, rows.Outcomes, null, null, cancellationToken));
    }

    private sealed class Trained(AdditiveFit fit, double[] coefficients) : ITrainedScorer
    {
        public double[] Score(ScorerRows rows) => [.. rows.Features.Select(row => fit.LogOdds(row, coefficients))];
    }
}
