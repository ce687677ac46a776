using System.Text.Json.Serialization;

namespace Arena.Core.Surrogate.Models;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SurrogateModel))]
[JsonSerializable(typeof(SurrogateFileBody))]
internal sealed partial class SurrogateJson : JsonSerializerContext;
