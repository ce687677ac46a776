using System.Text.Json.Serialization;
using Arena.Core.Reports;

namespace Arena.Web.Site;

/// <summary>The JSON documents of the site.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(LeaderboardDocument))]
internal sealed partial class SiteJson : JsonSerializerContext;
