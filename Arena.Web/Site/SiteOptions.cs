using Arena.Web.Site.Votes;

namespace Arena.Web.Site;

/// <summary>What a site shows and where.</summary>
/// <param name="Store">The store's file; it need not be there yet.</param>
/// <param name="Addresses">Where the site listens.</param>
/// <param name="Token">What visitors must know to enter; null where everybody who reaches the site may.</param>
public sealed record SiteOptions(string Store, SiteAddresses Addresses, string? Token)
{
    /// <summary>
    /// What visitors must know to vote; null where everybody who reaches the site may, which is this machine only: a site that others reach takes no votes without.
    /// </summary>
    public VoterTokens? Voters { get; init; }
}
