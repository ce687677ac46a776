using Arena.Core;
using Arena.Web.Site.Judgments;

namespace Arena.Web.Site.Api;

/// <summary>A page of judgments, both orders of a pair together, and the address of the next page; null at the end.</summary>
internal sealed record JudgmentsPage(IReadOnlyList<JudgmentsPage.Comparison> Comparisons, string? Next)
{
    public static JudgmentsPage From(JudgmentSearch search, JudgmentQuery query, string path) => new(
        [
            .. search.Found.Select(line => new Comparison(
                line.Comparison.PromptId,
                line.Category,
                line.Comparison.Judge,
                line.Comparison.First,
                line.Comparison.Second,
                line.Comparison.Outcome,
                line.Comparison.IsFlip,
                line.IsDisputed,
                [.. line.Comparison.Judgments.Select(judgment => Order.From(judgment.Id, judgment.Judgment))])),
        ],
        search.Next is { } next ? (query with { From = next }).Link(path) : null);

    /// <summary>What one judge was asked once. The outcome is what the first earned, both orders together; null where an order failed, and for scores.</summary>
    internal sealed record Comparison(
        string Prompt, string? Category, string Judge, string First, string? Second, double? Outcome, bool IsFlip, bool JudgesDisagree, IReadOnlyList<Order> Orders);

    /// <summary>One judgment.</summary>
    internal sealed record Order(
        int Id, string First, string? Second, string Verdict, double? FirstWinProbability, double? Score, IReadOnlyList<double> Probabilities, double? Mass, string? FailureReason, int? Tokens, double? Seconds)
    {
        public static Order From(int id, Judgment judgment) => new(
            id,
            judgment.First,
            judgment.Second,
            judgment switch
            {
                { IsFailed: true } => "failed",
                { Score: not null } => "score",
                { Verdict: Core.Verdict.FirstWins } => "first_wins",
                { Verdict: Core.Verdict.SecondWins } => "second_wins",
                _ => "tie",
            },
            judgment.FirstWinProbability,
            judgment.Score,
            judgment.Probabilities,
            judgment.Mass,
            judgment.FailureReason,
            judgment.Tokens,
            judgment.Seconds);
    }
}
