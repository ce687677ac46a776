using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Scorers;

/// <summary>
/// Two scorers that know different things: one tells a contestant's responses apart, the other how strong the contestant is. The first's log-odds are
/// shifted, contestant by contestant, until their mean probability is the second's. The default surrogate.
/// </summary>
/// <param name="responses">Scores responses, in log-odds.</param>
/// <param name="contestants">Scores contestants, in log-odds.</param>
public sealed class CombinedScorer(IScorer responses, IScorer contestants) : IScorer
{
    /// <inheritdoc/>
    public string Name => $"{responses.Name} + {contestants.Name}";

    /// <inheritdoc/>
    public ITrainedScorer Train(TrainingRows rows, long seed, CancellationToken cancellationToken = default) =>
        new CombinedTrained(responses.Train(rows, seed, cancellationToken), contestants.Train(rows, seed, cancellationToken));

    /// <summary>The shift d at which the mean of σ(score + d) is a given probability.</summary>
    internal static double Shift(IReadOnlyList<double> scores, double logOdds)
    {
        var target = Logistic.Probability(logOdds);
        var (low, high) = (logOdds - scores.Max(), logOdds - scores.Min());
        for (var halving = 0; halving < 60; halving++)
        {
            var middle = (low + high) / 2;
            (low, high) = scores.Average(score => Logistic.Probability(score + middle)) < target ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
