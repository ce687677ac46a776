using Arena.Core.Ratings;

namespace Arena.Core.Judging;

/// <summary>Scores by prompt, and what they were made of.</summary>
/// <param name="Prompts">The scores, one entry for every judge and prompt.</param>
/// <param name="Judgments">Number of pointwise judgments, failed ones included.</param>
/// <param name="Failed">How many of them failed and so are in no score.</param>
public sealed record PointwiseScores(IReadOnlyList<PromptScores> Prompts, int Judgments, int Failed)
{
    /// <summary>
    /// The order that each judge's scores give to the contestants on each prompt, as battles: everyone against everyone, the greater
    /// score wins, and equal scores tie. A prompt's battles are one cluster and carry what the order says, not how far scores lie apart.
    /// </summary>
    public BattleTable ToBattles()
    {
        var battles = new BattleTableBuilder();
        foreach (var prompt in Prompts)
        {
            KeyValuePair<string, double>[] scores = [.. prompt.Scores.OrderBy(score => score.Key, StringComparer.Ordinal)];
            for (var i = 0; i < scores.Length; i++)
            {
                for (var j = i + 1; j < scores.Length; j++)
                {
                    var outcome = (1 + Math.Sign(scores[i].Value - scores[j].Value)) / 2.0;
                    battles.Add(new Battle(scores[i].Key, scores[j].Key, outcome, Cluster: prompt.PromptId)
                    {
                        Category = prompt.Category,
                        Judge = prompt.Judge,
                    });
                }
            }
        }

        return battles.Build();
    }
}
