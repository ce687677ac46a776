namespace Arena.Core.Bias;

/// <summary>A pair whose verdict flipped, as it was shown before and after.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Before">The pair as it is.</param>
/// <param name="After">The pair under the distractor.</param>
public sealed record FlippedPair(FlipTrial Trial, ShownPair Before, ShownPair After);
