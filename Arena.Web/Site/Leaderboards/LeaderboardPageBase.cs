using Arena.Core.Storage;
using Microsoft.AspNetCore.Components;

namespace Arena.Web.Site.Leaderboards;

/// <summary>A page that rests on one of the leaderboards, chosen by its address.</summary>
public abstract class LeaderboardPageBase : TournamentPage
{
    /// <summary>Whose verdicts.</summary>
    [SupplyParameterFromQuery]
    public string? Protocol { get; set; }

    /// <summary>The judge or panel.</summary>
    [SupplyParameterFromQuery]
    public string? Judge { get; set; }

    /// <summary>The rating model.</summary>
    [SupplyParameterFromQuery]
    public string? Model { get; set; }

    /// <summary>The category.</summary>
    [SupplyParameterFromQuery]
    public string? Category { get; set; }

    /// <summary>What is held constant.</summary>
    [SupplyParameterFromQuery]
    public string? Control { get; set; }

    /// <summary>What there is to choose from.</summary>
    protected VerdictSources Sources { get; private set; } = null!;

    /// <summary>What is chosen.</summary>
    protected LeaderboardQuery Query { get; private set; } = null!;

    /// <summary>The leaderboard.</summary>
    protected LeaderboardView View { get; private set; } = null!;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        Sources = await LeaderboardView.SourcesAsync(Data, TournamentName, cancellationToken);
        Query = LeaderboardQuery.Of(Sources, Protocol, Judge, Model, Category, Control);
        View = (await LeaderboardView.ReadAsync(Data, TournamentName, Query, cancellationToken)).Value;
    }
}
