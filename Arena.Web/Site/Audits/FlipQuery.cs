using Arena.Core;
using Arena.Core.Bias;

namespace Arena.Web.Site.Audits;

/// <summary>Which flips of an audit are looked at. What is null does not matter.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Distractor">The distractor.</param>
/// <param name="Protocol">How the judge was asked.</param>
internal sealed record FlipQuery(string? Judge, string? Distractor, Protocol? Protocol)
{
    /// <summary>Reads a query out of an address.</summary>
    public static FlipQuery Of(string? judge, string? distractor, string? protocol) => new(
        string.IsNullOrEmpty(judge) ? null : judge,
        string.IsNullOrEmpty(distractor) ? null : distractor,
        protocol switch { "pairwise" => Core.Protocol.Pairwise, "pointwise" => Core.Protocol.Pointwise, _ => null });

    /// <summary>Whether a flip is among them.</summary>
    public bool Has(FlippedPair flip) =>
        (Judge is null || flip.Trial.Judge == Judge) && (Distractor is null || flip.Trial.Distractor == Distractor) && (Protocol is null || flip.Trial.Protocol == Protocol);

    /// <summary>The address of a page of them.</summary>
    public string Link(string tournament, int page = 1) => SitePath.With(
        SitePath.Of(tournament, "audit", "flips"),
        ("judge", Judge),
        ("distractor", Distractor),
        ("protocol", Protocol is { } protocol ? AuditText.NameOf(protocol) : null),
        ("page", page > 1 ? $"{page}" : null));
}
