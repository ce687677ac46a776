using System.Text.Encodings.Web;
using System.Text.Json;

namespace Arena.Core.Tournaments;

/// <summary>
/// The file in which <c>arena generate</c> keeps what it has had written, a JSON object a line, each with what made it. Lines are added as they
/// come, so a stopped generation goes on where it was.
/// </summary>
public sealed class GeneratedResponses : IDisposable
{
    private static readonly JsonWriterOptions Lines = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream _file;

    private GeneratedResponses(FileStream file) => _file = file;

    /// <summary>The file of a contestant's responses, beside the tournament file.</summary>
    /// <param name="tournament">The tournament file.</param>
    /// <param name="contestant">The contestant's name; what a file's name cannot hold is replaced.</param>
    public static string PathOf(string tournament, string contestant)
    {
        ArgumentNullException.ThrowIfNull(contestant);
        var name = string.Concat(contestant.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '_'));

        // Two names must not share a file because of what was replaced.
        var unique = name == contestant ? name : $"{name}-{ContentHash.Of(contestant)[..8]}";
        return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(tournament))!, "responses", $"{unique}.jsonl");
    }

    /// <summary>
    /// Opens the file to add to it. Lines that another model, other settings or another text of the prompt made, and a line that a crash cut off,
    /// are taken out first; responses to prompts that are not asked now stay.
    /// </summary>
    /// <param name="path">The file; it is made where there is none.</param>
    /// <param name="keys">What each prompt's line must have been made by, by the prompt's id.</param>
    /// <param name="there">Ids of the prompts whose responses are there.</param>
    /// <exception cref="BadInputException">The file cannot be written, or another process is writing it.</exception>
    public static GeneratedResponses Open(string path, IReadOnlyDictionary<string, string> keys, out IReadOnlySet<string> there)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(keys);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var kept = new Dictionary<string, string>(StringComparer.Ordinal);
            var text = File.Exists(path) ? File.ReadAllText(path) : "";
            foreach (var line in text.Split('\n'))
            {
                if (Identify(line) is var (id, key) && (!keys.TryGetValue(id, out var asked) || asked == key))
                {
                    kept.TryAdd(id, line);
                }
            }

            there = kept.Keys.Where(keys.ContainsKey).ToHashSet(StringComparer.Ordinal);
            var whole = string.Concat(kept.Values.Select(line => line + '\n'));
            if (whole != text)
            {
                File.WriteAllText($"{path}.new", whole);
                File.Move($"{path}.new", path, overwrite: true);
            }

            return new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"responses cannot be written there: {e.Message}", inner: e);
        }
    }

    /// <summary>What a contestant saw of a prompt; the reference is for judges.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string PromptHash(Prompt prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return ContentHash.Of(prompt with { Reference = [] });
    }

    /// <summary>The prompts whose responses were written when their texts were others.</summary>
    /// <param name="path">The file.</param>
    /// <param name="prompts">The prompts as they are now; responses to others are passed over.</param>
    /// <returns>Their ids in the order of the file.</returns>
    public static IReadOnlyList<string> FindStale(string path, IReadOnlyDictionary<string, Prompt> prompts)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        return
        [
            .. from line in File.ReadLines(path)
               let id = Identify(line)?.Id
               where id is not null && prompts.ContainsKey(id)
               let saw = TextOf(line, "prompt_hash")

               // Earlier versions did not write it.
               where saw is not null && saw != PromptHash(prompts[id])
               select id,
        ];
    }

    /// <summary>Adds a response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="prompt">What it answers.</param>
    /// <param name="key">What made it.</param>
    /// <param name="model">Name of the model, for people.</param>
    /// <param name="settings">How it wrote.</param>
    public void Add(Response response, Prompt prompt, string key, string model, GenerationFile settings)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(settings);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Lines))
        {
            json.WriteStartObject();
            json.WriteString("prompt_id", response.PromptId);
            json.WriteString("contestant", response.Contestant);
            json.WriteStartArray("turns");
            foreach (var turn in response.Turns)
            {
                json.WriteStringValue(turn);
            }

            json.WriteEndArray();
            json.WriteString("model", model);
            json.WriteNumber("temperature", settings.Temperature);
            json.WriteNumber("top_p", settings.TopP);
            json.WriteNumber("max_tokens", settings.MaxTokens);
            json.WriteString("prompt_hash", PromptHash(prompt));
            json.WriteString("key", key);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');

        // One write a line, so that a crash leaves at most one that is cut off.
        _file.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        _file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static (string Id, string Key)? Identify(string line) =>
        TextOf(line, "prompt_id") is { } id && TextOf(line, "key") is { } key ? (id, key) : null;

    /// <summary>A text of a line; null where there is none, or the line is cut off.</summary>
    private static string? TextOf(string line, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
