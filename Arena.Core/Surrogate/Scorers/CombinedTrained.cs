namespace Arena.Core.Surrogate.Scorers;

/// <summary>A <see cref="CombinedScorer"/> that has been trained.</summary>
internal sealed class CombinedTrained(ITrainedScorer responses, ITrainedScorer contestants, double weight) : ITrainedScorer
{
    public ITrainedScorer Responses => responses;

    public ITrainedScorer Contestants => contestants;

    /// <summary>How far responses are shifted to where their contestant's strength is, in [0, 1].</summary>
    public double Weight => weight;

    public double[] Score(ScorerRows rows)
    {
        var (scores, strengths) = (responses.Score(rows), contestants.Score(rows));
        foreach (var group in Enumerable.Range(0, rows.Count).GroupBy(row => rows.Contestants[row]))
        {
            int[] own = [.. group];
            var shift = CombinedScorer.Shift([.. own.Select(row => scores[row])], strengths[own[0]]);
            foreach (var row in own)
            {
                scores[row] += weight * shift;
            }
        }

        return scores;
    }
}
