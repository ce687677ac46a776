using Arena.Core.Statistics;

namespace Arena.Core.Judging;

/// <summary>A mean of pointwise scores, or of their differences, with its interval over prompts.</summary>
/// <param name="Prompts">On how many prompts there is a score, or a pair of them.</param>
/// <param name="Mean">The mean, in the judge's own units.</param>
/// <param name="Interval">Its interval; null for one prompt, from which nothing can be said of others.</param>
public sealed record MeanScore(int Prompts, double Mean, Interval? Interval);
