using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Core.Tournaments;

/// <summary>The prompts of a tournament: where they stand, or themselves.</summary>
/// <param name="Path">The file or folder; null where they are given here.</param>
/// <param name="Given">The prompts; empty where there is a path.</param>
[JsonConverter(typeof(Converter))]
public sealed record PromptList(string? Path, IReadOnlyList<PromptFile> Given)
{
    /// <summary>Reads and writes a path as text, and prompts as a list.</summary>
    public sealed class Converter : JsonConverter<PromptList>
    {
        /// <inheritdoc/>
        public override PromptList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType switch
            {
                JsonTokenType.String => new(reader.GetString(), []),
                JsonTokenType.StartArray => new(null, JsonSerializer.Deserialize<IReadOnlyList<PromptFile>>(ref reader, options)!),
                _ => throw new JsonException(),
            };

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, PromptList value, JsonSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(writer);
            ArgumentNullException.ThrowIfNull(value);
            if (value.Path is { } path)
            {
                writer.WriteStringValue(path);
            }
            else
            {
                JsonSerializer.Serialize(writer, value.Given, options);
            }
        }
    }
}
