using Arena.Core.Statistics;

namespace Arena.Core.Bias.Recorded;

/// <summary>A judge's preference for the left less that of humans on the same pairs: whatever the responses are worth cancels out.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Pairs">Pairs on which the judge and at least one human decided.</param>
/// <param name="Prompts">The prompts that they belong to.</param>
/// <param name="Difference">The mean over pairs of the judge's share of votes for the left less the humans'; clustered by prompt.</param>
public sealed record SideDifference(string Judge, int Pairs, int Prompts, IntervalEstimate Difference);
