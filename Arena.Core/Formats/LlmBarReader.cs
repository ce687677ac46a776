using System.Globalization;

namespace Arena.Core.Formats;

/// <summary>
/// LLMBar. Its items have no id and no model names: the folder and the item's number make the id, and the two outputs are the two
/// contestants. The gold label is a vote.
/// </summary>
internal sealed class LlmBarReader(string path)
{
    private readonly string _category = CategoryOf(path);

    public ImportRecord Pair(JsonRecord record)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{_category}/{record.Index}");
        var outcome = record.Number("label") switch
        {
            1 => 1,
            2 => 0,
            _ => throw record.Refuse("label", $"{record.Raw("label")} is neither 1 nor 2"),
        };
        return record.ToImport() with
        {
            Prompts = [new Prompt(id, [record.Text("input")]) { Category = _category }],
            Responses =
            [
                new Response(id, "output_1", [record.Text("output_1")]),
                new Response(id, "output_2", [record.Text("output_2")]),
            ],
            Votes = [new Battle("output_1", "output_2", outcome, Cluster: id) { Category = _category, Worker = "gold" }],
        };
    }

    /// <summary>The folder's name, with the name of the group of folders it belongs to: the same from wherever the path starts.</summary>
    private static string CategoryOf(string path)
    {
        var folder = Directory.GetParent(Path.GetFullPath(path));
        var group = folder?.Parent?.Name;
        return group is "Adversarial" or "CaseStudy" or "Processed" ? $"{group}/{folder!.Name}" : folder?.Name ?? "";
    }
}
