using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Core.Bias.Distractors.Rewrites;

/// <summary>The JSON of lines. Text of all languages stays readable, because people review it.</summary>
[JsonSerializable(typeof(Rewrite))]
internal sealed partial class RewriteJson : JsonSerializerContext
{
    private static readonly RewriteJson Lines = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<RewriteKind>(), new JsonStringEnumConverter<RewriteReview>() },
    });

    public static string Write(Rewrite rewrite) => JsonSerializer.Serialize(rewrite, Lines.Rewrite);
}
