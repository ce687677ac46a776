using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Storage;

namespace Arena.Web.Site.Judgments;

/// <summary>What one judge was asked once: a pair, in one order or both, or a single response.</summary>
/// <param name="PromptId">The prompt.</param>
/// <param name="Judge">The judge.</param>
/// <param name="First">A contestant: of a pair, the one that was shown first in the first judgment.</param>
/// <param name="Second">The other; null where a single response was scored.</param>
/// <param name="Judgments">One judgment or, of a pair in both orders, two.</param>
public sealed record JudgedComparison(string PromptId, string Judge, string First, string? Second, IReadOnlyList<StoredJudgment> Judgments)
{
    /// <summary>Of probabilities that cancel out, rounding leaves no more than this.</summary>
    private const double Exactly = 1e-9;

    /// <summary>Whether any of it failed.</summary>
    public bool IsFailed => Judgments.Any(judgment => judgment.Judgment.IsFailed);

    /// <summary>What the first contestant earned, both orders together, in [0, 1]; null where an order failed, and for a score.</summary>
    public double? Outcome => Second is null || IsFailed ? null : Judgments.Average(judgment => PointsOf(judgment.Judgment, First));

    /// <summary>Whether the judge says otherwise when the order is swapped: another winner, or a tie in place of one.</summary>
    public bool IsFlip => Judgments.Count == 2 && !IsFailed
        && Judgments[0].Judgment.Verdict != VerdictDistribution.Exchange(Judgments[1].Judgment.Verdict);

    /// <summary>Who won: by the verdict that all orders have in common, else by the points of both together; null for a tie, a failure or a score.</summary>
    public string? Winner => (Outcome, IsFlip, Judgments[0].Judgment.Verdict) switch
    {
        (null, _, _) => null,
        (_, false, Verdict.FirstWins) => First,
        (_, false, Verdict.SecondWins) => Second,
        ( > 0.5 + Exactly, true, _) => First,
        ( < 0.5 - Exactly, true, _) => Second,
        _ => null,
    };

    /// <summary>Puts the two orders of every pair together.</summary>
    /// <param name="judgments">Judgments, in the order in which they were stored.</param>
    public static IReadOnlyList<JudgedComparison> Of(IEnumerable<StoredJudgment> judgments) =>
    [
        .. judgments
            .GroupBy(stored => (stored.Judgment.PromptId, stored.Judgment.Judge, Pair: PairOf(stored.Judgment), stored.Judgment.Turn, stored.Judgment.Repeat))
            .SelectMany(group => group.Key.Pair.More is null || !IsBothOrders([.. group]) ? group.Select(one => (StoredJudgment[])[one]) : [[.. group]])
            .Select(group => new JudgedComparison(group[0].Judgment.PromptId, group[0].Judgment.Judge, group[0].Judgment.First, group[0].Judgment.Second, group)),
    ];

    /// <summary>The points that a pairwise judgment gives to one of its two.</summary>
    /// <param name="judgment">The judgment; one that did not fail.</param>
    /// <param name="contestant">The one.</param>
    public static double PointsOf(Judgment judgment, string contestant)
    {
        ArgumentNullException.ThrowIfNull(judgment);
        var points = judgment.FirstWinProbability ?? judgment.Verdict switch { Verdict.FirstWins => 1, Verdict.SecondWins => 0, _ => 0.5 };
        return judgment.First == contestant ? points : 1 - points;
    }

    /// <summary>The two of a judgment, whatever their order.</summary>
    /// <param name="judgment">The judgment.</param>
    public static (string Less, string? More) PairOf(Judgment judgment)
    {
        ArgumentNullException.ThrowIfNull(judgment);
        return judgment.Second is { } second && string.CompareOrdinal(judgment.First, second) > 0 ? (second, judgment.First) : (judgment.First, judgment.Second);
    }

    private static bool IsBothOrders(StoredJudgment[] judgments) => judgments.Length == 2 && judgments[0].Judgment.First == judgments[1].Judgment.Second;
}
