using Arena.Core.Tournaments;

namespace Arena.Cli;

/// <summary>What <c>arena plan --json</c> prints.</summary>
/// <param name="Tournament">The tournament's name.</param>
/// <param name="Prompts">Number of prompts.</param>
/// <param name="Contestants">Number of contestants.</param>
/// <param name="Judgments">Judgments that the plan holds, of all judges.</param>
/// <param name="There">How many of them are in the store.</param>
/// <param name="Tokens">Tokens of the prompts of what is missing; null where a judge was not measured.</param>
/// <param name="Seconds">Time for what is missing; null where a judge was not measured.</param>
/// <param name="SmallestRatingDifference">The rating difference that this design finds with 80 % power, about.</param>
/// <param name="Judges">The same by judge.</param>
internal sealed record PlanDocument(
    string Tournament,
    int Prompts,
    int Contestants,
    int Judgments,
    int There,
    double? Tokens,
    double? Seconds,
    double? SmallestRatingDifference,
    IReadOnlyList<PlanDocument.JudgeLine> Judges)
{
    public static PlanDocument From(string tournament, PlanEstimate plan) => new(
        tournament,
        plan.Prompts,
        plan.Contestants,
        plan.Judges.Sum(judge => judge.Judgments),
        plan.Judges.Sum(judge => judge.There),
        TokensOf(plan.Judges),
        SecondsOf(plan.Judges),
        plan.SmallestRatingDifference,
        [.. plan.Judges.Select(JudgeLine.From)]);

    /// <summary>Tokens of what is missing; null where a judge was not measured.</summary>
    public static double? TokensOf(IReadOnlyList<PlannedJudge> judges) => Sum(judges, judge => judge.Judgments == judge.There ? 0 : judge.Tokens);

    /// <summary>Time for what is missing; null where a judge was not measured.</summary>
    public static double? SecondsOf(IReadOnlyList<PlannedJudge> judges) => Sum(judges, judge => judge.Seconds);

    private static double? Sum(IReadOnlyList<PlannedJudge> judges, Func<PlannedJudge, double?> of) => judges.Any(judge => of(judge) is null) ? null : judges.Sum(of);

    /// <summary>A judge's part.</summary>
    internal sealed record JudgeLine(string Judge, string Protocol, int Judgments, int There, double? Tokens, double? Seconds)
    {
        public static JudgeLine From(PlannedJudge of) => new(
            of.Judge, of.Protocol == Core.Protocol.Pairwise ? "pairwise" : "pointwise", of.Judgments, of.There, of.Tokens, of.Seconds);
    }
}
