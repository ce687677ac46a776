using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Arena.Core;
using Arena.Core.Formats;
using Arena.Core.Surrogate.Features;

namespace Arena.Bench.Surrogate;

/// <summary><c>llmfao-features</c>: the features of LLMFAO's responses as numbers, which is how they ship in data/llmfao.</summary>
internal static class LlmfaoFeaturesCommand
{
    public static Command Create()
    {
        var data = new Argument<DirectoryInfo>("data") { Description = "The folder llmfao, with prompts.jsonl and results.jsonl.gz." };
        var votes = new Option<FileInfo>("--votes") { Description = "Only responses that were voted on here.", DefaultValueFactory = _ => new FileInfo("data/llmfao/gpt3-verdicts.csv") };
        var output = new Option<FileInfo>("--out") { DefaultValueFactory = _ => new FileInfo("data/llmfao/features.csv") };
        var command = new Command("llmfao-features", "Writes the features of LLMFAO's responses.") { data, votes, output };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(data)!, parsed.GetValue(votes)!, parsed.GetValue(output)!, cancellationToken));
        return command;
    }

    private static async Task<FeatureMatrix> ReadAsync(DirectoryInfo folder, CancellationToken cancellationToken)
    {
        var prompts = new List<Prompt>();
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "prompts.jsonl"), cancellationToken))
        {
            using var record = JsonDocument.Parse(line);
            prompts.Add(new Prompt(Id(record.RootElement.GetProperty("id")), [record.RootElement.GetProperty("text").GetString()!]) { Language = "en" });
        }

        var responses = new Dictionary<(string, string), Response>();
        using var text = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder.FullName, "results.jsonl.gz")), CompressionMode.Decompress));
        while (await text.ReadLineAsync(cancellationToken) is { } line)
        {
            using var record = JsonDocument.Parse(line);
            var (prompt, model) = (Id(record.RootElement.GetProperty("prompt")), record.RootElement.GetProperty("name").GetString()!);
            responses[(prompt, model)] = new Response(prompt, model, [record.RootElement.GetProperty("result").GetString() ?? ""]);
        }

        var asked = prompts.Select(prompt => prompt.Id).ToHashSet();
        return FeatureExtractor.Extract(
            FeatureRegistry.All,
            prompts,
            [.. responses.Values.Where(response => asked.Contains(response.PromptId)).OrderBy(response => response.PromptId, StringComparer.Ordinal).ThenBy(response => response.Contestant, StringComparer.Ordinal)],
            cancellationToken: cancellationToken);
    }

    private static async Task RunAsync(DirectoryInfo folder, FileInfo votes, FileInfo output, CancellationToken cancellationToken)
    {
        // Features are of all responses, since consensus asks what the others said; what nobody voted on does not ship.
        var all = await ReadAsync(folder, cancellationToken);
        var table = BattleReader.Read(votes.FullName, cancellationToken);
        var voted = Enumerable.Range(0, table.Count).Select(row => table[row])
            .SelectMany(battle => new[] { (battle.Cluster!, battle.First), (battle.Cluster!, battle.Second) }).ToHashSet();
        int[] rows = [.. Enumerable.Range(0, all.Rows).Where(row => voted.Contains((all.Prompts[row], all.Contestants[row])))];
        var features = new FeatureMatrix(
            all.Columns,
            [.. rows.Select(row => all.Prompts[row])],
            [.. rows.Select(row => all.Contestants[row])],
            [.. rows.SelectMany(row => all.Row(row).ToArray())]);
        await FeatureFile.WriteAsync(output.FullName, features, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{features.Rows} responses, registry {FeatureRegistry.All.Version}, in {output.Name}"));
    }

    private static string Id(JsonElement number) => number.GetInt32().ToString(CultureInfo.InvariantCulture);
}
