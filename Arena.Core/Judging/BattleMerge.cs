namespace Arena.Core.Judging;

/// <summary>
/// Derives battles from pairwise judgments. Both orders of one question (same prompt, judge, pair, turn and repeat) become one
/// battle, so that they are not counted as independent evidence: its outcome is the mean of the two, weighted by the verdicts'
/// weights, and its weight is the mean weight. Failed judgments are left out and counted.
/// </summary>
public static class BattleMerge
{
    /// <summary>Merges judgments. The result does not depend on their order within a prompt.</summary>
    /// <param name="judgments">The judgments; pointwise ones are passed over.</param>
    /// <param name="categories">Categories by prompt id; null or a missing entry where there is none.</param>
    public static MergedBattles Merge(IEnumerable<Judgment> judgments, IReadOnlyDictionary<string, string?>? categories = null)
    {
        ArgumentNullException.ThrowIfNull(judgments);
        var prompts = new Dictionary<string, List<Judgment>>(StringComparer.Ordinal);
        foreach (var judgment in judgments.Where(j => j.Second is not null))
        {
            if (!prompts.TryGetValue(judgment.PromptId, out var ofPrompt))
            {
                prompts.Add(judgment.PromptId, ofPrompt = []);
            }

            ofPrompt.Add(judgment);
        }

        var all = prompts.Values.SelectMany(p => p);
        var contestants = Rank(all.SelectMany(j => new[] { j.First, j.Second! }));
        var judges = Rank(all.Select(j => j.Judge));
        var merger = new BattleMerger(contestants.Names, judges.Names);
        foreach (var (prompt, ofPrompt) in prompts)
        {
            foreach (var j in ofPrompt)
            {
                merger.Add(
                    judges.Codes[j.Judge],
                    contestants.Codes[j.First],
                    contestants.Codes[j.Second!],
                    j.Turn,
                    j.Repeat,
                    j.IsFailed ? null : OutcomeOf(j.Verdict, j.FirstWinProbability),
                    j.Weight);
            }

            merger.EndPrompt(prompt, categories?.GetValueOrDefault(prompt));
        }

        return new MergedBattles(merger.Battles.Build(), merger.Tallies);
    }

    /// <summary>What the first earned: the probability where the judge gave one, else 1, 0 or ½.</summary>
    internal static double OutcomeOf(Verdict verdict, double? firstWinProbability) =>
        firstWinProbability ?? verdict switch
        {
            Verdict.FirstWins => 1,
            Verdict.SecondWins => 0,
            Verdict.Tie => 0.5,
            _ => throw new ArgumentException("a judgment without a verdict carries no reason why"),
        };

    private static (string[] Names, Dictionary<string, int> Codes) Rank(IEnumerable<string> names)
    {
        string[] sorted = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return (sorted, sorted.Index().ToDictionary(n => n.Item, n => n.Index, StringComparer.Ordinal));
    }
}
