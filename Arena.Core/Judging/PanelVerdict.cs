namespace Arena.Core.Judging;

/// <summary>One verdict out of those of several judges on the same comparison.</summary>
public static class PanelVerdict
{
    /// <summary>Combines the members' judgments of one comparison. Failed ones have no vote.</summary>
    /// <param name="judge">Name of the panel.</param>
    /// <param name="members">A judgment of each member, all of the same comparison; one or more.</param>
    /// <param name="rule">How.</param>
    /// <param name="quorum">How many members must have given a verdict, at least 1; with fewer the panel's judgment fails.</param>
    /// <returns>
    /// The panel's judgment. Its <see cref="Judgment.Probabilities"/> are the means of the members', or the shares of their votes, so they
    /// show how far the members agree; they are empty where the members' scales differ.
    /// </returns>
    /// <exception cref="ArgumentException">The judgments are not of one comparison.</exception>
    public static Judgment Combine(string judge, IReadOnlyList<Judgment> members, PanelRule rule, int quorum)
    {
        ArgumentException.ThrowIfNullOrEmpty(judge);
        ArgumentNullException.ThrowIfNull(members);
        ArgumentOutOfRangeException.ThrowIfLessThan(quorum, 1);
        ArgumentOutOfRangeException.ThrowIfZero(members.Count);
        var head = members[0];
        if (members.Any(member => Comparison(member) != Comparison(head)))
        {
            throw new ArgumentException("the judgments are not all of one comparison", nameof(members));
        }

        Judgment[] valid = [.. members.Where(member => !member.IsFailed)];
        var judgment = new Judgment(judge, head.Protocol, head.PromptId, head.First, head.Second)
        {
            Turn = head.Turn,
            Repeat = head.Repeat,
            IsOrderKnown = members.All(member => member.IsOrderKnown),
            Tokens = members.Sum(member => member.Tokens),
            Seconds = members.Sum(member => member.Seconds),
        };
        if (valid.Length < quorum)
        {
            var reasons = string.Join("; ", members.Where(member => member.IsFailed).Select(member => $"{member.Judge}: {member.FailureReason}"));
            return judgment with
            {
                FailureReason = new JudgingFailure(FailureKind.NoQuorum, $"{valid.Length} of {members.Count} members gave a verdict, {quorum} are asked for; {reasons}").ToString(),
            };
        }

        return head.Protocol == Protocol.Pairwise ? Pairwise(judgment, valid, rule) : Pointwise(judgment, valid, rule);
    }

    private static Judgment Pairwise(Judgment judgment, Judgment[] valid, PanelRule rule)
    {
        var p = Mean(valid, member => rule == PanelRule.Mean ? VerdictDistribution.Of(member) : VerdictDistribution.Sure(member.Verdict));
        var verdict = rule == PanelRule.Mean
            ? VerdictDistribution.Likeliest(p)
            : p[0] > 0.5 ? Verdict.FirstWins : p[1] > 0.5 ? Verdict.SecondWins : Verdict.Tie;
        var pooled = judgment with { Verdict = verdict, Probabilities = p, FirstWinProbability = Math.Clamp(p[0] + (p[2] / 2), 0, 1) };
        if (valid.All(member => member.Weight == 1))
        {
            return pooled;
        }

        // Labels of different weights: what the members' verdicts count is what the panel's counts.
        var weight = valid.Sum(member => member.Weight);
        var earned = valid.Sum(member => member.Weight * BattleMerge.OutcomeOf(member.Verdict, rule == PanelRule.Mean ? member.FirstWinProbability : null));
        return pooled with { Weight = weight / valid.Length, FirstWinProbability = Math.Clamp(earned / weight, 0, 1) };
    }

    private static Judgment Pointwise(Judgment judgment, Judgment[] valid, PanelRule rule)
    {
        double[] scores = [.. valid.Select(member => member.Score!.Value).Order()];
        var isOneScale = valid.All(member => member.Probabilities.Count > 0 && member.Probabilities.Count == valid[0].Probabilities.Count);
        return judgment with
        {
            Score = rule == PanelRule.Mean ? scores.Average() : (scores[(scores.Length - 1) / 2] + scores[scores.Length / 2]) / 2,
            Probabilities = isOneScale ? Mean(valid, member => member.Probabilities) : [],
        };
    }

    private static double[] Mean(Judgment[] members, Func<Judgment, IReadOnlyList<double>> of)
    {
        var mean = new double[of(members[0]).Count];
        foreach (var member in members)
        {
            var p = of(member);
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += p[i] / members.Length;
            }
        }

        return mean;
    }

    private static (Protocol, string, string, string?, int, int) Comparison(Judgment judgment) =>
        (judgment.Protocol, judgment.PromptId, judgment.First, judgment.Second, judgment.Turn, judgment.Repeat);
}
