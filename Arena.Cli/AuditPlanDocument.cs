using Arena.Core.Bias;
using Arena.Core.Tournaments;

namespace Arena.Cli;

/// <summary>What <c>arena audit --plan --json</c> prints.</summary>
/// <param name="Tournament">The tournament's name.</param>
/// <param name="Items">Pairs that the trials are about.</param>
/// <param name="Prompts">Prompts that they are of.</param>
/// <param name="Distractors">What is tried.</param>
/// <param name="Judgments">Judgments that the plan needs, of all judges.</param>
/// <param name="There">How many of them are in the store.</param>
/// <param name="Tokens">Tokens of the prompts of what is missing; null where a judge was not measured.</param>
/// <param name="Seconds">Time for what is missing; null where a judge was not measured.</param>
/// <param name="Detectable">The smallest true excess that a row would probably find, if every item could flip under each protocol.</param>
/// <param name="Judges">The same by judge.</param>
/// <param name="LeftOut">What is left out, a sentence each.</param>
internal sealed record AuditPlanDocument(
    string Tournament,
    int Items,
    int Prompts,
    IReadOnlyList<string> Distractors,
    int Judgments,
    int There,
    double? Tokens,
    double? Seconds,
    double? Detectable,
    IReadOnlyList<PlanDocument.JudgeLine> Judges,
    IReadOnlyList<string> LeftOut)
{
    public static AuditPlanDocument From(string tournament, AuditPlan plan, IReadOnlyList<PlannedJudge> judges) => new(
        tournament,
        plan.ItemCount,
        plan.PromptCount,
        [.. plan.Request.Distractors.Where(distractor => !distractor.IsPlacebo).Select(distractor => distractor.Name)],
        judges.Sum(judge => judge.Judgments),
        judges.Sum(judge => judge.There),
        PlanDocument.TokensOf(judges),
        PlanDocument.SecondsOf(judges),
        plan.Detectable,
        [.. judges.Select(PlanDocument.JudgeLine.From)],
        plan.LeftOut);
}
