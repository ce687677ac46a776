namespace Arena.Core.Surrogate;

/// <summary>What a scorer has learned.</summary>
public interface ITrainedScorer
{
    /// <summary>Scores responses: the greater, the likelier to win. Only a calibration makes probabilities of them.</summary>
    /// <param name="rows">
    /// The rows, with the columns that were trained on. A scorer of contestants averages over those of a contestant that are given together.
    /// </param>
    /// <returns>A finite score for every row.</returns>
    public double[] Score(ScorerRows rows);
}
