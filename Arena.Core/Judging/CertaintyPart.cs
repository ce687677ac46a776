using Arena.Core.Statistics;

namespace Arena.Core.Judging;

/// <summary>Comparisons on which a judge is about equally sure.</summary>
/// <param name="Certainty">The points that the judge gives to whom it favours, in (½, 1]; the mean.</param>
/// <param name="Humans">The points that humans give to the same, in [0, 1]; clustered by prompt.</param>
/// <param name="Comparisons">How many comparisons.</param>
/// <param name="Prompts">On how many prompts.</param>
public sealed record CertaintyPart(double Certainty, IntervalEstimate Humans, int Comparisons, int Prompts);
