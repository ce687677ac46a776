using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Arena.Core.Storage;

/// <summary>The JSON of list columns. Text of all languages stays readable and short; it is never put into a page as it is.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<double>))]
[JsonSerializable(typeof(PromptBody))]
internal sealed partial class StoreJson : JsonSerializerContext
{
    private static readonly StoreJson Columns = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(IReadOnlyList<string> texts) => JsonSerializer.Serialize(texts, Columns.IReadOnlyListString);

    public static string Write(IReadOnlyList<double> numbers) => JsonSerializer.Serialize(numbers, Columns.IReadOnlyListDouble);

    public static string Write(PromptBody body) => JsonSerializer.Serialize(body, Columns.PromptBody);

    public static IReadOnlyList<string> ReadTexts(string json) => Read(json, Columns.IReadOnlyListString);

    public static IReadOnlyList<double> ReadNumbers(string json) => Read(json, Columns.IReadOnlyListDouble);

    public static PromptBody ReadPrompt(string json) => Read(json, Columns.PromptBody);

    private static T Read<T>(string json, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(json, type) ?? throw new InvalidOperationException("A JSON column of the store holds null.");
}
