using System.ComponentModel;

namespace Arena.Web.Site.Api;

/// <summary>The choices of a leaderboard in an address of the API.</summary>
/// <param name="Protocol">pairwise, pointwise or human.</param>
/// <param name="Judge">The judge or panel.</param>
/// <param name="Model">The rating model.</param>
/// <param name="Category">The category.</param>
/// <param name="Control">What is held constant.</param>
internal sealed record LeaderboardAddress(
    [Description("Whose verdicts: pairwise, pointwise or human; by default the first of these that there are.")] string? Protocol,
    [Description("Only the verdicts of this judge or panel; by default all are pooled.")] string? Judge,
    [Description("bt, davidson, rao-kupper, ranklist or elo; by default bt, and ranklist for pointwise scores.")] string? Model,
    [Description("Only battles of this category.")] string? Category,
    [Description("style, to hold length and Markdown style constant.")] string? Control);
