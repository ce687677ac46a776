namespace Arena.Web.Site.Api;

/// <summary>A pair that met: the share of the points that the first took, and the share that the ratings foretell; null where they foretell none.</summary>
internal sealed record PairEntry(string First, string Second, int Battles, double Share, double? Expected);
