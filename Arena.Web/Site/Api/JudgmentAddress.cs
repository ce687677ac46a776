using System.ComponentModel;
using Arena.Web.Site.Judgments;

namespace Arena.Web.Site.Api;

/// <summary>What judgments are looked for in an address.</summary>
internal sealed record JudgmentAddress
{
    [Description("all, flips, disagreements or failures.")]
    public string? Show { get; init; }

    [Description("pairwise or pointwise.")]
    public string? Protocol { get; init; }

    [Description("The judge or panel.")]
    public string? Judge { get; init; }

    [Description("One of those judged.")]
    public string? Contestant { get; init; }

    [Description("The other.")]
    public string? Opponent { get; init; }

    [Description("won, tied or lost for the contestant; decided or tied where none is named.")]
    public string? Outcome { get; init; }

    [Description("The prompt's id.")]
    public string? Prompt { get; init; }

    [Description("The prompt's category.")]
    public string? Category { get; init; }

    [Description("Why judgments failed.")]
    public string? Reason { get; init; }

    [Description("Where to go on, as next gives it.")]
    public string? From { get; init; }

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
