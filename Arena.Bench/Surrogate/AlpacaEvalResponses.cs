using System.IO.Compression;
using System.Text.Json;
using Arena.Core;
using Arena.Core.Formats;

namespace Arena.Bench.Surrogate;

/// <summary>AlpacaEval's annotations as judged responses: each model's outputs against the baseline's, judged by GPT-4 turbo.</summary>
internal static class AlpacaEvalResponses
{
    public const string Baseline = "gpt4_1106_preview";

    /// <summary>Not models but texts that were made to win; NullModel's file names its outputs <c>example</c>.</summary>
    public static readonly string[] Attacks = ["example", "gpt4_gamed"];

    private static readonly string[] AttackFiles = ["NullModel", "gpt4_gamed"];

    public static async Task<(Prompt[] Prompts, Response[] Responses, Battle[] Battles)> ReadAsync(
        DirectoryInfo folder, int? prompts, CancellationToken cancellationToken, bool withAttacks = false)
    {
        var known = new Dictionary<string, Prompt>(StringComparer.Ordinal);
        var responses = new List<Response>();
        var battles = new List<Battle>();
        var annotations = folder.GetDirectories("annotations").Single().GetFiles("*.json.gz")
            .Where(file => file.Name.Split(".json")[0] is var name && name != Baseline && (withAttacks || !AttackFiles.Contains(name)))
            .OrderBy(file => file.Name, StringComparer.Ordinal);
        foreach (var file in annotations)
        {
            await foreach (var record in PublishedForms.ReadAsync(file.FullName, ImportFormat.AlpacaEval, cancellationToken))
            {
                foreach (var prompt in record.Prompts)
                {
                    known.TryAdd(prompt.Id, prompt);
                }

                responses.AddRange(record.Responses);
                battles.AddRange(record.Judgments.Where(judgment => !judgment.IsFailed)
                    .Select(judgment => new Battle(judgment.Second!, judgment.First, 1 - judgment.FirstWinProbability!.Value, 1, judgment.PromptId)));
            }
        }

        await using var stream = new GZipStream(File.OpenRead(Path.Combine(folder.FullName, "baseline_gpt4_1106_preview.json.gz")), CompressionMode.Decompress);
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
        var ids = known.Values.ToDictionary(prompt => prompt.Turns[0], prompt => prompt.Id, StringComparer.Ordinal);
        foreach (var record in document.RootElement.EnumerateArray())
        {
            responses.Add(new Response(ids[record.GetProperty("instruction").GetString()!], Baseline, [record.GetProperty("output").GetString()!]));
        }

        // A subset by hash, which is in no order.
        var kept = known.Keys.Order(StringComparer.Ordinal).Take(prompts ?? int.MaxValue).ToHashSet(StringComparer.Ordinal);
        return
        (
            [.. known.Values.Where(prompt => kept.Contains(prompt.Id))],
            [.. responses.Where(response => kept.Contains(response.PromptId))],
            [.. battles.Where(battle => kept.Contains(battle.Cluster!))]
        );
    }
}
