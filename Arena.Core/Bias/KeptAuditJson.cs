using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Core.Bias;

/// <summary>The JSON of audits that are kept. Figures that are not defined are NaN; texts stay readable, and are never put into a page as they are.</summary>
[JsonSerializable(typeof(KeptAuditBody))]
[JsonSerializable(typeof(KeptAuditForm))]
internal sealed partial class KeptAuditJson : JsonSerializerContext
{
    public static KeptAuditJson Columns { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
