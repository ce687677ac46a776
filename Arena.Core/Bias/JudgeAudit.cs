namespace Arena.Core.Bias;

/// <summary>The audit of one judge.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Rows">A row for every distractor and protocol that was asked for: the family of Holm's correction.</param>
/// <param name="Placebos">What the placebos show: the judge's own noise.</param>
/// <param name="Margins">The tie margins, matched.</param>
/// <param name="Baselines">What each protocol makes of the pairs as they are.</param>
/// <param name="Comparisons">Pairwise against pointwise, distractor by distractor, and last all together; empty with one protocol.</param>
/// <param name="Position">What the place of a response does; null without pairwise readings in both orders.</param>
/// <param name="Advice">Which protocol to take.</param>
/// <param name="Limits">What this audit cannot say, a sentence each.</param>
public sealed record JudgeAudit(
    string Judge,
    IReadOnlyList<DistractorRow> Rows,
    IReadOnlyList<PlaceboRow> Placebos,
    MatchedMargins Margins,
    IReadOnlyList<ProtocolBaseline> Baselines,
    IReadOnlyList<ProtocolComparison> Comparisons,
    PositionReading? Position,
    ProtocolAdvice Advice,
    IReadOnlyList<string> Limits);
