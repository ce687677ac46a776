using System.Text.Json.Serialization;

namespace Arena.Cli;

/// <summary>The JSON documents that commands print.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(LeaderboardDocument))]
internal sealed partial class CliJson : JsonSerializerContext;
