using Arena.Core;
using Arena.Core.Judging;

namespace Arena.Cli;

/// <summary>What <c>arena judge --json</c> prints.</summary>
/// <param name="Judge">The judge's name.</param>
/// <param name="Fingerprint">The hash of all that makes it this judge.</param>
/// <param name="Protocol">pairwise or pointwise.</param>
/// <param name="Verdict">a, b, tie or failed; null when pointwise.</param>
/// <param name="Score">The expected score; null when pairwise or failed.</param>
/// <param name="IsConsistent">Whether both orders gave the same verdict; null when pointwise or failed.</param>
/// <param name="Probabilities">Pairwise: that a is better, that b is, a tie, both orders together. Pointwise: of each score from 1.</param>
/// <param name="Orders">Every order that was asked.</param>
/// <param name="Mass">The least mass on the candidates in any order; null where all failed.</param>
/// <param name="Tokens">Tokens of the prompts.</param>
/// <param name="Seconds">Wall clock of the judgment, without loading the model.</param>
internal sealed record JudgeDocument(
    string Judge,
    string Fingerprint,
    string Protocol,
    string? Verdict,
    double? Score,
    bool? IsConsistent,
    IReadOnlyList<double> Probabilities,
    IReadOnlyList<JudgeDocument.Order> Orders,
    double? Mass,
    int Tokens,
    double Seconds)
{
    /// <summary>The document of a judge's judgments: a score, or both orders of a pair.</summary>
    public static JudgeDocument Of(JudgeDescription judge, IReadOnlyList<Judgment> judgments, double seconds)
    {
        var head = judgments[0];
        var pair = head.Second is null ? null : PairVerdict.Merge(head, judgments[1], new());
        return new(
            judge.Name,
            judge.Fingerprint,
            pair is null ? "pointwise" : "pairwise",
            pair is null ? null : Word(pair.Verdict, head.First, head.Second!),
            head.Score,
            pair is null || judgments.Any(judgment => judgment.IsFailed) ? null : pair.IsConsistent,
            pair?.Probabilities ?? head.Probabilities,
            [
                .. judgments.Select(judgment => new Order(
                    judgment.First,
                    judgment.Second,
                    judgment.Second is { } other ? Word(judgment.Verdict, judgment.First, other) : null,
                    judgment is { Second: not null, IsFailed: false } ? VerdictDistribution.Of(judgment) : judgment.Probabilities,
                    judgment.Mass,
                    judgment.Text,
                    judgment.FailureReason)),
            ],
            judgments.Min(judgment => judgment.Mass),
            judgments.Sum(judgment => judgment.Tokens ?? 0),
            seconds);
    }

    /// <summary>
    /// One order of the responses; probabilities are those of what was shown first, second, and a tie. With a text, from which the verdict was
    /// read, they are 0 and 1.
    /// </summary>
    internal sealed record Order(
        string First, string? Second, string? Verdict, IReadOnlyList<double> Probabilities, double? Mass, string? Text, string? FailureReason);

    private static string Word(Verdict verdict, string first, string second) => verdict switch
    {
        Core.Verdict.FirstWins => first,
        Core.Verdict.SecondWins => second,
        Core.Verdict.Tie => "tie",
        _ => "failed",
    };
}
