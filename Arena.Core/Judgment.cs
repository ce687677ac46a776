namespace Arena.Core;

/// <summary>
/// A fact: what one judge answered about one response or one ordered pair. Battles are derived from judgments, never the
/// other way round.
/// </summary>
/// <param name="Judge">Name of the judge.</param>
/// <param name="Protocol">How it was asked.</param>
/// <param name="PromptId">The prompt that was answered.</param>
/// <param name="First">Contestant whose response was shown first, or the only one.</param>
/// <param name="Second">Contestant whose response was shown second; null when pointwise.</param>
public sealed record Judgment(string Judge, Protocol Protocol, string PromptId, string First, string? Second)
{
    /// <summary>The verdict on the pair. <see cref="Verdict.Failed"/> goes with a <see cref="FailureReason"/>.</summary>
    public Verdict Verdict { get; init; }

    /// <summary>
    /// Probability in [0, 1] that the first response wins, a tie counting half; null where the judge gave only a verdict. Of labels with different
    /// weights it is the first's share of the expected <see cref="Weight"/>.
    /// </summary>
    public double? FirstWinProbability { get; init; }

    /// <summary>The score of a pointwise judgment, in the judge's own units; null when pairwise or failed.</summary>
    public double? Score { get; init; }

    /// <summary>
    /// The judge's distribution over its candidates, adding up to 1. Pairwise: that the first is better, that the second is, a tie. Pointwise: of
    /// each score from the least. Empty where the judge gave none.
    /// </summary>
    public IReadOnlyList<double> Probabilities { get; init; } = [];

    /// <summary>The probability that the model put on all candidates together, in [0, 1]; null where it is not known.</summary>
    public double? Mass { get; init; }

    /// <summary>
    /// What the judge wrote, where its verdict was read from text: it reasoned first, or its server gives no probabilities. With a text,
    /// <see cref="Probabilities"/> are 0 and 1 and say nothing of how sure the judge was.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Why there is no verdict; null when there is one.</summary>
    public string? FailureReason { get; init; }

    /// <summary>Whether <see cref="First"/> is known to have been shown first. Published preferences often do not tell.</summary>
    public bool IsOrderKnown { get; init; } = true;

    /// <summary>Counts repeats of the same question from 0.</summary>
    public int Repeat { get; init; }

    /// <summary>The turn that was judged, from 1; 0 where the whole conversation was.</summary>
    public int Turn { get; init; }

    /// <summary>How much the verdict counts, positive and finite; benchmarks with "much better" labels give those more than 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Tokens that the judge read, where it told.</summary>
    public int? Tokens { get; init; }

    /// <summary>
    /// Tokens that were computed for this judgment; those of a beginning that it shares with an earlier one are counted there. Null where the
    /// judge does not tell; the store does not keep it.
    /// </summary>
    public int? ComputedTokens { get; init; }

    /// <summary>Seconds that the judgment took, where it was measured.</summary>
    public double? Seconds { get; init; }

    /// <summary>Whether the judge gave neither verdict nor score.</summary>
    public bool IsFailed => FailureReason is not null;
}
