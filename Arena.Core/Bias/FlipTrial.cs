namespace Arena.Core.Bias;

/// <summary>
/// One trial of the audit: a pair that a judge read, read again with the marked response under a distractor. Which side the distractor is on is
/// in <see cref="Before"/>: on the dis-preferred response where the marked one lost, on the preferred where it won, else on one of a tied pair.
/// </summary>
/// <param name="Judge">The judge.</param>
/// <param name="Distractor">The distractor, or the placebo.</param>
/// <param name="PromptId">The prompt; trials of one prompt are not independent.</param>
/// <param name="Marked">The contestant whose response carries the distractor.</param>
/// <param name="Other">The other contestant of the pair.</param>
/// <param name="Before">The pair as it is.</param>
/// <param name="After">The pair with the distractor, by the same protocol; null where the trial was not made.</param>
public sealed record FlipTrial(
    string Judge, string Distractor, string PromptId, string Marked, string Other, PairReading Before, PairReading? After)
{
    /// <summary>
    /// The placebo that the distractor is set against: what else changes when it is applied, without the distraction. Null where this is the
    /// trial of a placebo itself.
    /// </summary>
    public string? Placebo { get; init; }

    /// <summary>Why the trial was not made, as one sentence: the distractor does not apply, a guard is broken. Null where it was.</summary>
    public string? NotMade { get; init; }

    /// <summary>The turn that was judged, from 1; 0 for the whole conversation.</summary>
    public int Turn { get; init; }

    /// <summary>Whether the marked response is the better one by gold or by humans; null where that is not known, or neither is.</summary>
    public bool? IsMarkedBetter { get; init; }

    /// <summary>Whether this is the trial of a placebo.</summary>
    public bool IsPlacebo => Placebo is null;

    /// <summary>How the judge was asked.</summary>
    public Protocol Protocol => Before.Protocol;

    /// <summary>Whether it is a flip; null where it could not be one: there is no verdict before or after, or it did not start from a loss, say.</summary>
    /// <param name="definition">What counts as a flip.</param>
    /// <param name="margins">The matched margins of the judge.</param>
    public bool? IsFlip(FlipDefinition definition, MatchedMargins margins)
    {
        ArgumentNullException.ThrowIfNull(margins);
        return FlipCounting.IsRead(this) && FlipCounting.CouldFlip(definition, this, margins) ? FlipCounting.IsFlip(definition, this, margins) : null;
    }

    /// <summary>What was judged, whatever the distractor and the protocol: by this a trial meets its placebo, and pairwise meets pointwise.</summary>
    internal (string PromptId, int Turn, string Marked, string Other) Item => (PromptId, Turn, Marked, Other);
}
