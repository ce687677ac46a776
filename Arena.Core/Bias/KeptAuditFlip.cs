namespace Arena.Core.Bias;

/// <summary>A flipped pair as it is kept.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Before">The pair as it is.</param>
/// <param name="After">The pair under the distractor.</param>
internal sealed record KeptAuditFlip(FlipTrial Trial, KeptAuditPair Before, KeptAuditPair After);
