namespace Arena.Core.Judging;

/// <summary>What one judge makes of a pair, both orders together.</summary>
/// <param name="Verdict">On the pair as it was first shown; failed where either order failed.</param>
/// <param name="Probabilities">
/// That the first response is better, that the second is, and a tie: the means over both orders. Empty where there is no verdict.
/// </param>
/// <param name="IsConsistent">Whether both orders gave the same verdict.</param>
public sealed record PairVerdict(Verdict Verdict, IReadOnlyList<double> Probabilities, bool IsConsistent)
{
    /// <summary>Merges both orders: probabilities are mapped back to the responses and averaged, and the larger wins.</summary>
    /// <param name="first">The judgment of the first order.</param>
    /// <param name="second">The judgment of the same pair with the responses exchanged.</param>
    /// <param name="rule">When it is a tie.</param>
    public static PairVerdict Merge(Judgment first, Judgment second, TieRule rule)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(rule);
        if (first.Second is null || (first.First, first.Second) != (second.Second, second.First))
        {
            throw new ArgumentException("the judgments are not the two orders of one pair", nameof(second));
        }

        if (first.IsFailed || second.IsFailed)
        {
            return new(Verdict.Failed, [], false);
        }

        var exchanged = VerdictDistribution.Exchange(second.Verdict);
        var (p, q) = (VerdictDistribution.Of(first), VerdictDistribution.Of(second));
        double[] mean = [(p[0] + q[1]) / 2, (p[1] + q[0]) / 2, (p[2] + q[2]) / 2];
        var isTie = (rule.WhenOrdersDisagree && first.Verdict != exchanged)
            || Math.Abs(mean[0] - mean[1]) <= rule.Margin
            || mean[2] >= Math.Max(mean[0], mean[1]);
        return new(
            isTie ? Verdict.Tie : mean[0] > mean[1] ? Verdict.FirstWins : Verdict.SecondWins,
            mean,
            first.Verdict == exchanged);
    }
}
