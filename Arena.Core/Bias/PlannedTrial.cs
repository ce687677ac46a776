using Arena.Core.Bias.Distractors;
using Arena.Core.Judging;

namespace Arena.Core.Bias;

/// <summary>A trial that an audit is to make.</summary>
/// <param name="Judge">Whose trial it is.</param>
/// <param name="Distractor">The distractor or placebo.</param>
/// <param name="Item">The pair.</param>
/// <param name="Marked">The response that carries it, as it is.</param>
/// <param name="Other">The other response.</param>
/// <param name="Before">The judgments of the pair as it is, in the order of <see cref="ShownPair.Judgments"/>.</param>
/// <param name="After">The same under the distractor; empty where the trial cannot be made.</param>
/// <param name="NotMade">Why it cannot be made, as one sentence; null where it can.</param>
internal sealed record PlannedTrial(
    IJudge Judge,
    Distractor Distractor,
    AuditItem Item,
    Response Marked,
    Response Other,
    IReadOnlyList<Asking> Before,
    IReadOnlyList<Asking> After,
    string? NotMade);
