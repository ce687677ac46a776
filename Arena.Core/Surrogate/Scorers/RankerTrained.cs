namespace Arena.Core.Surrogate.Scorers;

/// <summary>
/// A ranker's scores, which mean something only within a prompt, made to compare across prompts: less the mean score of the training responses to the same
/// prompt, or, of a prompt that was not trained on, of the responses that are scored together.
/// </summary>
internal sealed class RankerTrained : ITrainedScorer
{
    private readonly ITrainedScorer _ranker;
    private readonly Dictionary<int, double> _means;

    public RankerTrained(ITrainedScorer ranker, TrainingRows rows)
    {
        _ranker = ranker;
        _means = Means(rows.Prompts, ranker.Score(rows));
    }

    public double[] Score(ScorerRows rows)
    {
        var scores = _ranker.Score(rows);
        var own = Means(rows.Prompts, scores);
        return [.. scores.Select((score, row) => score - _means.GetValueOrDefault(rows.Prompts[row], own[rows.Prompts[row]]))];
    }

    private static Dictionary<int, double> Means(IReadOnlyList<int> prompts, double[] scores) => Enumerable.Range(0, scores.Length)
        .GroupBy(row => prompts[row])
        .ToDictionary(group => group.Key, group => group.Average(row => scores[row]));
}
