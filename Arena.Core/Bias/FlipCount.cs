using Arena.Core.Judging;
using Arena.Core.Statistics;

namespace Arena.Core.Bias;

/// <summary>The flips of a row by one definition, and those of its placebo on the same items.</summary>
/// <param name="Definition">What counts as a flip.</param>
/// <param name="Flips">The flips of the trials that could flip; score interval clustered by prompt.</param>
/// <param name="PlaceboFlips">The flips of the placebo, on those of these items on which it was tried too.</param>
/// <param name="DistractorOnly">Items with a placebo that the distractor alone flips.</param>
/// <param name="PlaceboOnly">Items that the placebo alone flips.</param>
/// <param name="Excess">
/// The share that the distractor flips less the share that the placebo flips, on the same items; Tango's interval clustered by prompt. NaN without
/// an item that has both.
/// </param>
public sealed record FlipCount(
    FlipDefinition Definition,
    ClusteredShare Flips,
    ClusteredShare PlaceboFlips,
    int DistractorOnly,
    int PlaceboOnly,
    IntervalEstimate Excess);
