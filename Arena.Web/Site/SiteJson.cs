using System.Text.Json.Serialization;
using Arena.Core.Reports;
using Arena.Web.Site.Api;
using Arena.Web.Site.Votes;
using Microsoft.AspNetCore.Mvc;

namespace Arena.Web.Site;

/// <summary>The JSON documents of the site.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(LeaderboardDocument))]
[JsonSerializable(typeof(IReadOnlyList<TournamentEntry>))]
[JsonSerializable(typeof(IReadOnlyList<PairEntry>))]
[JsonSerializable(typeof(JudgmentsPage))]
[JsonSerializable(typeof(VoteOffer))]
[JsonSerializable(typeof(RunsDocument))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class SiteJson : JsonSerializerContext;
