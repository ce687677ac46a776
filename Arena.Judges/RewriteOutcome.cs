using Arena.Core.Judging;

namespace Arena.Judges;

/// <summary>What came of having responses rewritten.</summary>
/// <param name="Written">Lines that were added to the file.</param>
/// <param name="Broken">Those among them that broke a guard and will not be used.</param>
/// <param name="Kept">Rewrites that were asked for and were there already.</param>
/// <param name="Failures">Why the others were not written; the next call tries them again.</param>
public sealed record RewriteOutcome(int Written, int Broken, int Kept, IReadOnlyList<JudgingFailure> Failures);
