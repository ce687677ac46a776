using Arena.Core.Ratings;
using Arena.Core.Statistics;

namespace Arena.Core.Judging;

/// <summary>Scores by prompt, and what they were made of.</summary>
/// <param name="Prompts">The scores, one entry for every judge and prompt.</param>
/// <param name="Tallies">Each judge's pointwise judgments, in the order of names.</param>
public sealed record PointwiseScores(IReadOnlyList<PromptScores> Prompts, IReadOnlyList<JudgmentCount> Tallies)
{
    /// <summary>Number of pointwise judgments, failed ones included.</summary>
    public int Judgments => Tallies.Sum(tally => tally.Judgments);

    /// <summary>How many of them failed and so are in no score.</summary>
    public int Failed => Tallies.Sum(tally => tally.Failed);

    /// <summary>The judges, in the order of names.</summary>
    public IReadOnlyList<string> Judges => [.. Tallies.Select(tally => tally.Judge)];

    /// <summary>One judge's part.</summary>
    /// <param name="judge">The judge's name.</param>
    public PointwiseScores Of(string judge) => new(
        [.. Prompts.Where(prompt => prompt.Judge == judge)],
        [.. Tallies.Where(tally => tally.Judge == judge)]);

    /// <summary>A contestant's mean score, every judge's score on a prompt counting once, with an interval clustered by prompt.</summary>
    /// <param name="contestant">The contestant.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <returns>The mean; null where it has no score.</returns>
    public MeanScore? MeanOf(string contestant, double level = 0.95) =>
        Mean(prompt => prompt.Scores.TryGetValue(contestant, out var score) ? score : null, level);

    /// <summary>
    /// The mean difference of two contestants' scores, from what the same judge gave both on the same prompt: how hard a prompt is and how
    /// severe a judge cancels out. Its interval is clustered by prompt.
    /// </summary>
    /// <param name="first">A contestant.</param>
    /// <param name="second">Another, whose score is subtracted.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <returns>The mean difference; null where no judge scored both on one prompt.</returns>
    public MeanScore? MeanDifference(string first, string second, double level = 0.95) => Mean(
        prompt => prompt.Scores.TryGetValue(first, out var one) && prompt.Scores.TryGetValue(second, out var other) ? one - other : null, level);

    /// <summary>
    /// The order that each judge's scores give to the contestants on each prompt, as battles: everyone against everyone, the greater
    /// score wins, and scores that are equal, or nearer than <see cref="PromptScores.TieMargin"/>, tie. A prompt's battles are one cluster and carry what the order says, not how far scores lie apart.
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
                    var difference = scores[i].Value - scores[j].Value;
                    var outcome = Math.Abs(difference) < prompt.TieMargin ? 0.5 : (1 + Math.Sign(difference)) / 2.0;
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

    private MeanScore? Mean(Func<PromptScores, double?> value, double level)
    {
        var clusters = Prompts
            .Select(prompt => (prompt.PromptId, Value: value(prompt)))
            .Where(unit => unit.Value is not null)
            .GroupBy(unit => unit.PromptId, StringComparer.Ordinal)
            .Select(units => (Sum: units.Sum(unit => unit.Value!.Value), Count: (double)units.Count()))
            .ToArray();
        if (clusters.Length == 0)
        {
            return null;
        }

        var estimate = ClusterMean.Estimate([.. clusters.Select(c => c.Sum)], [.. clusters.Select(c => c.Count)], level);
        return new MeanScore(clusters.Length, estimate.Value, clusters.Length < 2 ? null : estimate.Interval);
    }
}
