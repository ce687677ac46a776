using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Arena.Core.World;

namespace Arena.Core.Tournaments;

/// <summary>Writes a tournament of the checkable world as the files that a user's own would have.</summary>
public static class WorldTournament
{
    /// <summary>Name of the tournament file.</summary>
    public const string FileName = "tournament.yaml";

    private static readonly JsonWriterOptions Lines = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes <c>prompts.jsonl</c>, <c>responses.jsonl</c> and <c>tournament.yaml</c>.</summary>
    /// <param name="folder">The folder; it is made where there is none.</param>
    /// <param name="name">Name of the tournament.</param>
    /// <param name="world">The world.</param>
    /// <param name="judge">A bundled judge's name.</param>
    /// <param name="seed">Seed of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The tournament file's path.</returns>
    public static async Task<string> WriteAsync(
        string folder, string name, CheckableWorld world, string judge, long seed, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(world);
        Directory.CreateDirectory(folder);
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "prompts.jsonl"),
            world.Prompts.Select(prompt => Line(
                ("id", prompt.Id), ("prompt", prompt.Turns[0]), ("category", prompt.Category), ("language", prompt.Language), ("reference", prompt.Reference[0]))),
            cancellationToken).ConfigureAwait(false);
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "responses.jsonl"),
            world.Responses.Select(response => Line(("prompt_id", response.PromptId), ("contestant", response.Contestant), ("response", response.Turns[0]))),
            cancellationToken).ConfigureAwait(false);
        return await WriteFileAsync(folder, FileName, name, [judge], seed, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a tournament file beside the prompts and responses that <see cref="WriteAsync"/> wrote.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="file">The file's name.</param>
    /// <param name="name">Name of the tournament.</param>
    /// <param name="judges">Names of bundled judges.</param>
    /// <param name="seed">Seed of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The tournament file's path.</returns>
    public static async Task<string> WriteFileAsync(
        string folder, string file, string name, IReadOnlyList<string> judges, long seed, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(file);
        var path = Path.Combine(folder, file);
        await File.WriteAllTextAsync(
            path,
            string.Create(CultureInfo.InvariantCulture, $"""
            # A tournament of simulated contestants in a small world whose truth is known, judged by {(judges.Count == 1 ? "a bundled model" : "bundled models")}.
            # Your own looks the same: other prompts and responses, and a real model as judge.
            name: {name}
            prompts: prompts.jsonl
            responses: [responses.jsonl]
            judges:
            {string.Join('\n', judges.Select(judge => $"  - name: {judge}\n    model: {judge}"))}
            protocols: [pairwise, pointwise]
            seed: {seed}

            """),
            cancellationToken).ConfigureAwait(false);
        return path;
    }

    private static string Line(params ReadOnlySpan<(string Key, string? Value)> fields)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Lines))
        {
            json.WriteStartObject();
            foreach (var (key, value) in fields)
            {
                if (value is not null)
                {
                    json.WriteString(key, value);
                }
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
