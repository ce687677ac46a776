using System.ComponentModel;
using Arena.Web.Site.Judgments;

namespace Arena.Web.Site.Api;

/// <summary>What judgments are looked for in an address.</summary>
internal sealed record JudgmentAddress(
    [Description("all, flips, disagreements or failures.")] string? Show,
    [Description("pairwise or pointwise.")] string? Protocol,
    [Description("The judge or panel.")] string? Judge,
    [Description("One of those judged.")] string? Contestant,
    [Description("The other.")] string? Opponent,
    [Description("won, tied or lost for the contestant; decided or tied where none is named.")] string? Outcome,
    [Description("The prompt's id.")] string? Prompt,
    [Description("The prompt's category.")] string? Category,
    [Description("Why judgments failed.")] string? Reason,
    [Description("Where to go on, as next gives it.")] string? From)
{
    /// <summary>The address as a query; what makes no sense in it does not matter.</summary>
    public JudgmentQuery ToQuery() => new()
    {
        Show = Enum.TryParse<JudgmentShow>(Show, ignoreCase: true, out var show) && Enum.IsDefined(show) ? show : JudgmentShow.All,
        Protocol = Protocol switch { "pairwise" => Core.Protocol.Pairwise, "pointwise" => Core.Protocol.Pointwise, _ => null },
        Judge = Given(Judge),
        Contestant = Given(Contestant),
        Opponent = Given(Opponent),
        Outcome = Outcome is "won" or "tied" or "lost" or "decided" ? Outcome : null,
        Prompt = Given(Prompt),
        Category = Given(Category),
        Reason = Given(Reason),
        From = JudgmentQuery.ReadFrom(From),
    };

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
