using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Scorers;

/// <summary>
/// Two scorers that know different things: one tells a contestant's responses apart, the other how strong the contestant is. The first's log-odds are
/// shifted, contestant by contestant, towards where their mean probability is the second's. How far is what foretells the strengths of training contestants
/// best while half of them are held out in turn: all the way where there are many, hardly at all where there are few to learn strengths from. The default surrogate.
/// </summary>
/// <param name="responses">Scores responses, in log-odds.</param>
/// <param name="contestants">Scores contestants, in log-odds.</param>
public sealed class CombinedScorer(IScorer responses, IScorer contestants) : IScorer
{
    /// <summary>With fewer contestants in a half nothing is known of their strengths.</summary>
    private const int FewestInAHalf = 2;

    private static readonly double[] Weights = [0, 0.25, 0.5, 0.75, 1];

    /// <inheritdoc/>
    public string Name => $"{responses.Name} + {contestants.Name}";

    /// <inheritdoc/>
    public ITrainedScorer Train(TrainingRows rows, long seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new CombinedTrained(
            responses.Train(rows, seed, cancellationToken), contestants.Train(rows, seed, cancellationToken), WeightOf(rows, seed, cancellationToken));
    }

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

    private double WeightOf(TrainingRows rows, long seed, CancellationToken cancellationToken)
    {
        int[] names = [.. rows.Contestants.Distinct().Order()];
        if (names.Length < 2 * FewestInAHalf)
        {
            return 0;
        }

        new DeterministicRandom(seed, 2).Shuffle(names.AsSpan());
        var isFirst = names.Take(names.Length / 2).ToHashSet();
        var errors = new double[Weights.Length];
        foreach (var half in new[] { true, false })
        {
            var (training, test) = (rows.Of(contestant => isFirst.Contains(contestant) == half), rows.Of(contestant => isFirst.Contains(contestant) != half));
            var (scores, strengths) = (responses.Train(training, seed, cancellationToken).Score(test), contestants.Train(training, seed, cancellationToken).Score(test));
            foreach (var own in Enumerable.Range(0, test.Count).GroupBy(row => test.Contestants[row]))
            {
                double[] alone = [.. own.Select(row => scores[row])];
                var shift = Shift(alone, strengths[own.First()]);
                for (var w = 0; w < Weights.Length; w++)
                {
                    var foretold = Logistic.LogOdds(alone.Average(score => Logistic.Probability(score + (Weights[w] * shift))), 1e-6);
                    errors[w] += (foretold - rows.Strengths[own.Key]) * (foretold - rows.Strengths[own.Key]);
                }
            }
        }

        return Weights[Array.IndexOf(errors, errors.Min())];
    }
}
