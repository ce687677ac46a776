using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Core.World;

/// <summary>Writes judging examples as JSON Lines, the form that the training of the bundled judges reads.</summary>
public static class JudgingExampleWriter
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes one line an example.</summary>
    /// <returns>How many were written.</returns>
    public static int Write(TextWriter writer, IEnumerable<JudgingExample> examples)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(examples);
        var count = 0;
        foreach (var example in examples)
        {
            writer.Write(JsonSerializer.Serialize(example, Options));
            writer.Write('\n');
            count++;
        }

        return count;
    }
}
