namespace Arena.Core.Formats;

/// <summary>
/// MIRAGE-Bench, in the fields of its data sets on the Hugging Face hub: prompts with passages, the outputs of models, and pairwise judgments.
/// </summary>
internal sealed class MirageReader
{
    private const string QuestionMark = "Question:", ContextsMark = "\n\nContexts:", InstructionMark = "\n\nInstruction";

    private readonly UniqueIds _ids = new();

    public ImportRecord Prompt(JsonRecord record)
    {
        var id = record.Id("query_id");
        _ids.Add(record, "query_id", id);
        return record.ToImport() with { Prompts = [PromptOf(record, id)] };
    }

    public ImportRecord Outputs(JsonRecord record)
    {
        var id = record.Id("query_id");
        _ids.Add(record, "query_id", id);
        var responses = new List<Response>();
        foreach (var item in record.Objects("outputs"))
        {
            var output = item ?? throw record.Refuse("outputs", "null stands where an object belongs");
            var model = output.Name("model");
            _ids.Add(output, "model", id, model);
            responses.Add(new Response(id, model, [output.Text("output")]));
        }

        return record.ToImport() with
        {
            Prompts = IsPrompt(record) ? [PromptOf(record, id)] : [],
            Responses = responses,
        };
    }

    public static ImportRecord Judgment(JsonRecord record)
    {
        var (first, second) = (record.Name("model_A"), record.Name("model_B"));
        if (first == second)
        {
            return record.ToImport() with { Skipped = "a model set against itself is no comparison" };
        }

        // Which model is called A was drawn for every pair, and A was shown first.
        var judgment = new Judgment(record.Name("judge"), Protocol.Pairwise, record.Id("query_id"), first, second);
        return record.ToImport() with
        {
            Judgments =
            [
                record.OptionalText("verdict") switch
                {
                    "A" => judgment with { Verdict = Verdict.FirstWins },
                    "B" => judgment with { Verdict = Verdict.SecondWins },
                    "Tie" => judgment with { Verdict = Verdict.Tie },
                    null => judgment with { FailureReason = "no verdict was found in what the judge wrote" },
                    _ => judgment with { FailureReason = $"the verdict {record.Raw("verdict")} is none of A, B, Tie" },
                },
            ],
        };
    }

    public static bool IsPrompt(JsonRecord record) => record.Has("prompt") && record.Has("positive_ids") && record.Has("negative_ids");

    /// <summary>
    /// Takes a prompt apart, which holds all in one text: the question, behind it the passages, each begun by its id in brackets, and then the
    /// instruction. What is neither question nor passage is system text.
    /// </summary>
    private static Prompt PromptOf(JsonRecord record, string id)
    {
        var text = record.Text("prompt");
        var question = text.IndexOf(QuestionMark, StringComparison.Ordinal);
        var contexts = question < 0 ? -1 : text.IndexOf(ContextsMark, question, StringComparison.Ordinal);
        if (contexts < 0)
        {
            throw record.Refuse("prompt", $"it lacks \"{QuestionMark}\" with \"{ContextsMark.Trim()}\" behind an empty line");
        }

        var instruction = text.IndexOf(InstructionMark, contexts, StringComparison.Ordinal);
        var end = instruction < 0 ? text.Length : instruction;
        var asked = text[(question + QuestionMark.Length)..contexts].Trim();
        var system = $"{text[..question].Trim()}\n\n{text[end..].Trim()}".Trim();
        return new Prompt(id, asked.Length > 0 ? [asked] : throw record.Refuse("prompt", "nothing stands behind \"Question:\""))
        {
            System = system.Length > 0 ? system : null,
            Context = Passages(record, text[(contexts + ContextsMark.Length)..end]),
        };
    }

    private static Passage[] Passages(JsonRecord record, string text)
    {
        (string Id, bool IsRelevant, int At)[] marks =
        [
            .. Ids("positive_ids", true).Concat(Ids("negative_ids", false)).OrderBy(mark => mark.At),
        ];
        if (marks.GroupBy(mark => mark.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw record.Refuse("positive_ids", $"passage {twice.Key} is named twice");
        }

        return
        [
            .. marks.Select((mark, i) =>
            {
                var start = mark.At + mark.Id.Length + 2;

                // An id may stand within another's brackets, where a file is damaged.
                var end = Math.Max(start, i + 1 < marks.Length ? marks[i + 1].At : text.Length);
                return new Passage(mark.Id, text[start..end].Trim(), mark.IsRelevant);
            }),
        ];

        IEnumerable<(string Id, bool IsRelevant, int At)> Ids(string key, bool isRelevant) => (record.OptionalTexts(key) ?? []).Select(id =>
            (id, isRelevant, text.IndexOf($"[{id}]", StringComparison.Ordinal) is >= 0 and var at
                ? at
                : throw record.Refuse(key, $"passage {id} is not among the contexts of the prompt")));
    }
}
