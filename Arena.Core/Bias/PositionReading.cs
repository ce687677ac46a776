using Arena.Core.Judging;

namespace Arena.Core.Bias;

/// <summary>What the place of a response does, from pairs that were read in both orders. Score intervals clustered by prompt.</summary>
/// <param name="Consistency">Pairs with the same verdict in both orders; a tie is a verdict like any other.</param>
/// <param name="FirstPicks">Verdicts for the response shown first, of all that are no tie: ½ without a preference for a place.</param>
/// <param name="Primacy">Pairs in which the response shown first wins in both orders, whichever it is.</param>
/// <param name="Recency">Pairs in which the response shown second wins in both orders.</param>
public sealed record PositionReading(ClusteredShare Consistency, ClusteredShare FirstPicks, ClusteredShare Primacy, ClusteredShare Recency)
{
    /// <summary>Counts pairs that were read in both orders; others are left aside.</summary>
    /// <param name="pairs">Pairs, each with its prompt.</param>
    /// <param name="level">Confidence level of the intervals.</param>
    /// <returns>The counts; null where no pair was read in both orders.</returns>
    public static PositionReading? Of(IEnumerable<(string PromptId, PairReading Reading)> pairs, double level)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var prompts = pairs
            .Where(pair => !pair.Reading.IsFailed && pair.Reading is { ShownFirst: not null, ShownSecond: not null })
            .GroupBy(pair => pair.PromptId, pair => pair.Reading, StringComparer.Ordinal)
            .Select(prompt => prompt.ToList())
            .ToList();
        return prompts.Count == 0 ? null : new(
            Share(reading => reading.OrdersAgree ? 1 : 0, _ => 1),
            Share(
                reading => (reading.ShownFirst == PairOutcome.Win ? 1 : 0) + (reading.ShownSecond == PairOutcome.Loss ? 1 : 0),
                reading => (reading.ShownFirst == PairOutcome.Tie ? 0 : 1) + (reading.ShownSecond == PairOutcome.Tie ? 0 : 1)),
            Share(reading => reading is { ShownFirst: PairOutcome.Win, ShownSecond: PairOutcome.Loss } ? 1 : 0, _ => 1),
            Share(reading => reading is { ShownFirst: PairOutcome.Loss, ShownSecond: PairOutcome.Win } ? 1 : 0, _ => 1));

        ClusteredShare Share(Func<PairReading, int> count, Func<PairReading, int> of) =>
            ClusteredShare.Score(prompts.Select(prompt => (prompt.Sum(count), prompt.Sum(of))), level);
    }
}
