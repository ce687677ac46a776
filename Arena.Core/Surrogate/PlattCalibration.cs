using Arena.Core.Learning;
using Arena.Core.Statistics;

namespace Arena.Core.Surrogate;

/// <summary>
/// Scores as probabilities: σ(a + b·score), by maximum likelihood of outcomes in [0, 1]. Platt, "Probabilistic outputs for support vector machines", 1999.
/// </summary>
/// <param name="Intercept">a.</param>
/// <param name="Slope">b.</param>
public sealed record PlattCalibration(double Intercept, double Slope)
{
    /// <summary>Fits a and b. The scores must be of rows that the scorer did not learn from.</summary>
    /// <param name="scores">Finite scores.</param>
    /// <param name="outcomes">What the rows earned, in [0, 1].</param>
    public static PlattCalibration Fit(IReadOnlyList<double> scores, IReadOnlyList<double> outcomes)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(outcomes);
        var mean = scores.Average();
        var scale = Math.Sqrt(scores.Average(score => (score - mean) * (score - mean)));
        scale = scale > 0 ? scale : 1;

        // A prior as weak as one observation keeps the fit finite where the outcomes are all alike or told apart without error.
        var minimum = LimitedMemoryBfgs.Minimize(
            (point, gradient) =>
            {
                var value = 0.5 * ((point[0] * point[0]) + (point[1] * point[1])) / scores.Count;
                gradient[0] = point[0] / scores.Count;
                gradient[1] = point[1] / scores.Count;
                for (var i = 0; i < scores.Count; i++)
                {
                    var z = (scores[i] - mean) / scale;
                    var logit = point[0] + (point[1] * z);
                    value += (Logistic.LogOnePlusExp(logit) - (outcomes[i] * logit)) / scores.Count;
                    var residual = (Logistic.Probability(logit) - outcomes[i]) / scores.Count;
                    gradient[0] += residual;
                    gradient[1] += residual * z;
                }

                return value;
            },
            [0, 1],
            gradientTolerance: 1e-8).Point;
        return new(minimum[0] - (minimum[1] * mean / scale), minimum[1] / scale);
    }

    /// <summary>The log-odds that a response of this score wins.</summary>
    /// <param name="score">The score.</param>
    public double LogOdds(double score) => Intercept + (Slope * score);

    /// <summary>The probability that a response of this score wins.</summary>
    /// <param name="score">The score.</param>
    public double Probability(double score) => Logistic.Probability(LogOdds(score));
}
