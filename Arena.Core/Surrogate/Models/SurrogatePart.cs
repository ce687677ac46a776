using Arena.Core.Surrogate.Scorers;

namespace Arena.Core.Surrogate.Models;

/// <summary>What a surrogate judge has learned from one kind of inputs: a <see cref="CombinedScorer"/> of two linear models.</summary>
/// <param name="Inputs">What it looks at.</param>
/// <param name="Responses">Tells a contestant's responses apart.</param>
/// <param name="Contestants">Says how strong the contestant is.</param>
/// <param name="Weight">How far responses are shifted to where their contestant's strength is, in [0, 1].</param>
/// <param name="Calibration">Makes log-odds of scores.</param>
/// <param name="HeldOut">How well it did on contestants that it had not seen.</param>
public sealed record SurrogatePart(ScorerInputs Inputs, LinearModel Responses, LinearModel Contestants, double Weight, PlattCalibration Calibration, PartMetrics HeldOut)
{
    /// <summary>Calibrated log-odds of every row against an opponent of score 0.</summary>
    /// <param name="rows">The rows; those of one contestant should be there together.</param>
    public double[] LogOdds(ScorerRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Array.ConvertAll(new CombinedTrained(new LinearTrained(Responses), new ContestantTrained(Contestants), Weight).Score(rows), Calibration.LogOdds);
    }
}
