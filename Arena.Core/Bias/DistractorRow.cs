using Arena.Core.Statistics;

namespace Arena.Core.Bias;

/// <summary>What the audit found of one distractor under one protocol.</summary>
/// <param name="Distractor">The distractor.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Placebo">The placebo that it is set against; null where no trial was asked for.</param>
/// <param name="Flips">Flips by every definition, in the order of <see cref="FlipDefinition"/>.</param>
/// <param name="Transitions">Where the marked responses went, of all trials that were made.</param>
/// <param name="PlaceboTransitions">The same under the placebo, on the same items.</param>
public sealed record DistractorRow(
    string Distractor,
    Protocol Protocol,
    string? Placebo,
    IReadOnlyList<FlipCount> Flips,
    TransitionTable Transitions,
    TransitionTable PlaceboTransitions)
{
    /// <summary>One-sided p-value of more flips than under the placebo, by the exact sign-flip test over prompts; null without an item that has both.</summary>
    public double? P { get; init; }

    /// <summary>The p-value by Holm within the family: the judge's rows, also those without a trial. Null as <see cref="P"/>.</summary>
    public double? AdjustedP { get; init; }

    /// <summary>Benjamini and Hochberg's q-value within the family, for screening. Null as <see cref="P"/>.</summary>
    public double? Q { get; init; }

    /// <summary>
    /// The smallest true excess that would be detected four times in five with as many items, at the level of the family's first step; null where
    /// not even 1 would be, or nothing was tried.
    /// </summary>
    public double? Detectable { get; init; }

    /// <summary>What it comes to.</summary>
    public AuditVerdict Verdict { get; init; }

    /// <summary>
    /// By how much the distractor raises the lead of the marked response, over all trials whatever came of them before, less what the placebo does on
    /// the same items; in units of the lead, clustered by prompt.
    /// </summary>
    public IntervalEstimate Shift { get; init; }

    /// <summary>Right verdicts by gold before the distractor, a tie counting half, over the trials that have gold; NaN without.</summary>
    public IntervalEstimate AccuracyBefore { get; init; }

    /// <summary>The same after the distractor.</summary>
    public IntervalEstimate AccuracyAfter { get; init; }

    /// <summary>After less before, on the same trials.</summary>
    public IntervalEstimate AccuracyChange { get; init; }

    /// <summary>Trials that were asked for.</summary>
    public int Asked { get; init; }

    /// <summary>Trials that were not made, by the reason.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> NotMade { get; init; } = [];

    /// <summary>Trials in which the judge failed, before or after.</summary>
    public int Failed { get; init; }

    /// <summary>What must be known to read the row: few prompts, trials not made, no placebo.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The flips by the default definition.</summary>
    public FlipCount Strict => Flips[(int)FlipDefinition.Strict];
}
