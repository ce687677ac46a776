using Microsoft.AspNetCore.Components;

namespace Arena.Web.Site;

/// <summary>A page of one tournament, at <c>/t/{tournament}/…</c>.</summary>
public abstract class TournamentPage : SitePage
{
    /// <summary>The tournament, as a part of the address.</summary>
    [Parameter]
    public required string Tournament { get; set; }

    /// <summary>The tournament's name.</summary>
    protected string TournamentName => SitePath.Name(Tournament);
}
