using Arena.Core.Judging;

namespace Arena.Core.Bias;

/// <summary>
/// What one protocol makes of a pair, seen from the <b>marked response</b>: the one that carries the distractor, or is to carry it. Exchanging
/// the two roles negates <see cref="Lead"/> and <see cref="LogOdds"/> and turns wins into losses.
/// </summary>
/// <param name="Protocol">How the judge was asked.</param>
/// <param name="Lead">
/// By how much the marked response is ahead. Pairwise: the mean over both orders of P(marked better) − P(other better), in [−1, 1]. Pointwise: its
/// score less the other's, in units of the score. 0 where it failed.
/// </param>
public sealed record PairReading(Protocol Protocol, double Lead)
{
    /// <summary>Below this a probability tells nothing more; it keeps log-odds of certain verdicts finite.</summary>
    private const double LeastProbability = 1e-12;

    /// <summary>
    /// Pairwise: the mean over both orders of ln P(marked better)/P(other better), ties left aside: what the paper decides by. Pointwise: 0.
    /// </summary>
    public double LogOdds { get; init; }

    /// <summary>Whether a tie is at least as likely as either win, over both orders. Always false when pointwise.</summary>
    public bool IsTieLikeliest { get; init; }

    /// <summary>What came of the marked response in the order that shows it first; null when pointwise, or where the order is not known.</summary>
    public PairOutcome? ShownFirst { get; init; }

    /// <summary>What came of it in the order that shows it second; null as <see cref="ShownFirst"/>.</summary>
    public PairOutcome? ShownSecond { get; init; }

    /// <summary>Why there is no verdict; null when there is one.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether there is no verdict.</summary>
    public bool IsFailed => Failure is not null;

    /// <summary>Whether both orders say the same. True when pointwise, false where it failed.</summary>
    public bool OrdersAgree => !IsFailed && ShownFirst == ShownSecond;

    /// <summary>By how much anyone is ahead, as far as margins are concerned: |lead|, and 0 where a tie is the likeliest.</summary>
    public double Strength => IsTieLikeliest ? 0 : Math.Abs(Lead);

    /// <summary>From the two orders of a pairwise judgment.</summary>
    /// <param name="markedFirst">The judgment that shows the marked response first.</param>
    /// <param name="markedSecond">The judgment of the same pair with the responses exchanged.</param>
    /// <exception cref="ArgumentException">They are not the two orders of one pair.</exception>
    public static PairReading OfOrders(Judgment markedFirst, Judgment markedSecond)
    {
        ArgumentNullException.ThrowIfNull(markedFirst);
        ArgumentNullException.ThrowIfNull(markedSecond);
        var pair = PairVerdict.Merge(markedFirst, markedSecond, new TieRule(WhenOrdersDisagree: false));
        if (pair.Verdict == Verdict.Failed)
        {
            return new(Protocol.Pairwise, 0) { Failure = markedFirst.FailureReason ?? markedSecond.FailureReason };
        }

        var (first, second) = (VerdictDistribution.Of(markedFirst), VerdictDistribution.Of(markedSecond));
        var isOrderKnown = markedFirst.IsOrderKnown && markedSecond.IsOrderKnown;
        var p = pair.Probabilities;
        return new(Protocol.Pairwise, p[0] - p[1])
        {
            LogOdds = (LogRatio(first[0], first[1]) + LogRatio(second[1], second[0])) / 2,
            IsTieLikeliest = p[2] >= Math.Max(p[0], p[1]),
            ShownFirst = isOrderKnown ? Of(markedFirst.Verdict) : null,
            ShownSecond = isOrderKnown ? Of(VerdictDistribution.Exchange(markedSecond.Verdict)) : null,
        };
    }

    /// <summary>From a pointwise judgment of each response.</summary>
    /// <param name="marked">The judgment of the marked response.</param>
    /// <param name="other">The judgment of the other response.</param>
    /// <exception cref="ArgumentException">A judgment is pairwise.</exception>
    public static PairReading OfScores(Judgment marked, Judgment other)
    {
        ArgumentNullException.ThrowIfNull(marked);
        ArgumentNullException.ThrowIfNull(other);
        if (marked.Second is not null || other.Second is not null)
        {
            throw new ArgumentException("the judgments are not pointwise", nameof(marked));
        }

        return (marked.FailureReason ?? other.FailureReason) is { } failure
            ? new(Protocol.Pointwise, 0) { Failure = failure }
            : new(Protocol.Pointwise, marked.Score!.Value - other.Score!.Value);
    }

    /// <summary>The outcome where a lead up to a margin is a tie: won above it, lost below its negative.</summary>
    /// <param name="margin">The margin, in units of the lead; 0 or more.</param>
    public PairOutcome Outcome(double margin) =>
        IsFailed ? PairOutcome.Failed
        : Strength <= margin ? PairOutcome.Tie
        : Lead > 0 ? PairOutcome.Win : PairOutcome.Loss;

    /// <summary>The same pair seen from the other response.</summary>
    public PairReading Exchange() => this with
    {
        Lead = -Lead,
        LogOdds = -LogOdds,
        ShownFirst = Exchange(ShownSecond),
        ShownSecond = Exchange(ShownFirst),
    };

    private static PairOutcome? Exchange(PairOutcome? outcome) => outcome switch
    {
        PairOutcome.Win => PairOutcome.Loss,
        PairOutcome.Loss => PairOutcome.Win,
        _ => outcome,
    };

    private static PairOutcome Of(Verdict verdict) => verdict switch
    {
        Verdict.FirstWins => PairOutcome.Win,
        Verdict.SecondWins => PairOutcome.Loss,
        _ => PairOutcome.Tie,
    };

    private static double LogRatio(double p, double q) => Math.Log(Math.Max(p, LeastProbability) / Math.Max(q, LeastProbability));
}
