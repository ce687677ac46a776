using System.Globalization;
using Arena.Core;
using Arena.Core.Reports;
using Arena.Core.Storage;

namespace Arena.Web.Site.Judgments;

/// <summary>Judgments in words.</summary>
internal static class Said
{
    /// <summary>What a judgment came to: "first is better", "score 4.25", "failed: unparseable".</summary>
    public static string Of(Judgment judgment) => judgment switch
    {
        { FailureReason: { } reason } => $"failed: {FailureTally.KindOf(reason)}",
        { Score: { } score } => $"score {score.ToString("0.##", CultureInfo.InvariantCulture)}",
        { Verdict: Verdict.FirstWins } => $"{judgment.First} is better",
        { Verdict: Verdict.SecondWins } => $"{judgment.Second} is better",
        _ => "a tie",
    };

    /// <summary>Both orders together, or the one there is.</summary>
    public static string Of(JudgedComparison comparison) => comparison switch
    {
        { Second: null } or { IsFailed: true } => Of(comparison.Judgments.First(judgment => comparison.Second is null || judgment.Judgment.IsFailed).Judgment),
        { Winner: { } winner } => $"{winner} wins, {Figures.Percent(winner == comparison.First ? comparison.Outcome : 1 - comparison.Outcome)} of the point",
        _ => "a tie",
    };

    /// <summary>A probability with two digits.</summary>
    public static string Probability(double? value) => Figures.Coefficient(value);
}
