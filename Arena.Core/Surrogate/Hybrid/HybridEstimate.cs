using Arena.Core.Ratings;
using MathNet.Numerics.Distributions;

namespace Arena.Core.Surrogate.Hybrid;

/// <summary>Log-strengths, centred on 0, with how sure they are; contestants in the order of the fit.</summary>
/// <param name="LogStrengths">θ of every contestant.</param>
/// <param name="Uncertainty">Their intervals.</param>
public sealed record HybridEstimate(IReadOnlyList<double> LogStrengths, RatingUncertainty Uncertainty)
{
    /// <summary>Mean width of the intervals of the log-strengths.</summary>
    public double MeanWidth => Enumerable.Range(0, LogStrengths.Count).Average(i => Uncertainty.IntervalOf(i).Width);

    /// <summary>Kendall's τ to the leaderboard by all verdicts that is to be expected: the mean over pairs of 1 − 2·Φ(−|θᵢ − θⱼ|/standard error).</summary>
    public double ExpectedTau
    {
        get
        {
            var size = LogStrengths.Count;
            var covariance = Uncertainty.Covariance([.. Enumerable.Range(0, size)]);
            var sum = 0.0;
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var variance = covariance[(i * size) + i] + covariance[(j * size) + j] - (2 * covariance[(i * size) + j]);
                    sum += variance > 0 ? 1 - (2 * Normal.CDF(0, 1, -Math.Abs(LogStrengths[i] - LogStrengths[j]) / Math.Sqrt(variance))) : 1;
                }
            }

            return sum / (size * (size - 1) / 2.0);
        }
    }
}
