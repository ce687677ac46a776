using System.ComponentModel;

namespace Arena.Web.Site.Api;

/// <summary>The choices of a leaderboard in an address of the API.</summary>
internal sealed record LeaderboardAddress
{
    [Description("Whose verdicts: pairwise, pointwise or human; by default the first of these that there are.")]
    public string? Protocol { get; init; }

    [Description("Only the verdicts of this judge or panel; by default all are pooled.")]
    public string? Judge { get; init; }

    [Description("bt, davidson, rao-kupper, ranklist or elo; by default bt, and ranklist for pointwise scores.")]
    public string? Model { get; init; }

    [Description("Only battles of this category.")]
    public string? Category { get; init; }

    [Description("style, to hold length and Markdown style constant.")]
    public string? Control { get; init; }
}
