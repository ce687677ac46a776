namespace Arena.Core.Formats;

/// <summary>
/// The arena's own form: a prompt is <c>{"id", "prompt" or "turns"}</c> with what else is known of it, a response is
/// <c>{"prompt_id", "contestant", "response" or "turns"}</c>.
/// </summary>
internal sealed class ArenaReader
{
    private readonly UniqueIds _ids = new();

    public static bool IsPrompt(JsonRecord record) => record.Has("id") && (record.IsText("prompt") || record.HasArray("turns")) && !record.Has("contestant");

    public static bool IsResponse(JsonRecord record) =>
        record.Has("prompt_id") && record.Has("contestant") && (record.IsText("response") || record.HasArray("turns"));

    public ImportRecord Prompt(JsonRecord record)
    {
        var id = record.Id("id");
        _ids.Add(record, "id", id);
        return record.ToImport() with
        {
            Prompts =
            [
                new Prompt(id, record.OptionalText("prompt") is { } text ? [text] : record.Texts("turns"))
                {
                    System = record.OptionalText("system"),
                    Category = record.OptionalText("category"),
                    Language = record.OptionalText("language"),
                    Reference = !record.Has("reference") ? [] : record.IsText("reference") ? [record.Text("reference")] : record.Texts("reference"),
                },
            ],
        };
    }

    public ImportRecord Response(JsonRecord record)
    {
        var (prompt, contestant) = (record.Id("prompt_id"), record.Name("contestant"));
        _ids.Add(record, "prompt_id", prompt, contestant);
        return record.ToImport() with
        {
            Responses = [new Response(prompt, contestant, record.OptionalText("response") is { } text ? [text] : record.Texts("turns"))],
        };
    }
}
