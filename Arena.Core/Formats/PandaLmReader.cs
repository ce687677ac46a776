using System.Globalization;

namespace Arena.Core.Formats;

/// <summary>
/// PandaLM's test set, and judges' verdicts on it. Items are pairs, and 170 texts make up all 999 of them. Equal texts are one
/// prompt here, for votes on one text are not independent; its id is the number of the first item that has it. Where a model's
/// answer differs between two items of one text, the later item begins a prompt of its own, so that every answer is kept.
/// </summary>
internal sealed class PandaLmReader
{
    private readonly Dictionary<string, List<Group>> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (string Prompt, string First, string Second)> _items = [];

    public ImportRecord Pair(JsonRecord record)
    {
        var number = record.Count("idx");
        var instruction = record.Text("instruction");
        var input = record.OptionalText("input");
        var text = string.IsNullOrEmpty(input) ? instruction : $"{instruction}\n\n{input}";
        var models = record.Text("cmp_key").Split('_');
        if (models is not [{ Length: > 0 } first, { Length: > 0 } second] || first == second)
        {
            throw record.Refuse("cmp_key", $"{record.Raw("cmp_key")} is not two models' names with _ between them");
        }

        var (answer1, answer2) = (record.TextOrTruth("response1"), record.TextOrTruth("response2"));
        var id = PromptOf(text, number, (first, answer1), (second, answer2));
        if (!_items.TryAdd(number, (id, first, second)))
        {
            throw record.Refuse("idx", $"\"{number}\" is there already");
        }

        var category = record.OptionalText("motivation_app");
        return record.ToImport() with
        {
            Prompts = [new Prompt(id, [text]) { Category = category }],
            Responses = [new Response(id, first, [answer1]), new Response(id, second, [answer2])],
            Votes =
            [
                .. record.Keys
                    .Where(key => key.StartsWith("annotator", StringComparison.Ordinal) && record.OptionalNumber(key) is not null)
                    .Select(key => new Battle(first, second, OutcomeOf(record, key), Cluster: id) { Category = category, Worker = key }),
            ],
        };
    }

    /// <summary>A verdict on an item of the test set that this reader has read before.</summary>
    public ImportRecord Verdict(JsonRecord record, string judge)
    {
        var number = record.Count("idx");
        if (!_items.TryGetValue(number, out var item))
        {
            throw record.Refuse("idx", $"the test set beside this file has no item {number}");
        }

        var key = VerdictKey(record)!;
        var judgment = new Judgment(judge, Protocol.Pairwise, item.Prompt, item.First, item.Second);
        var label = record.Raw(key).Trim('"');
        return record.ToImport() with
        {
            Judgments =
            [
                label.ToUpperInvariant() switch
                {
                    "1" => judgment with { Verdict = Core.Verdict.FirstWins },
                    "2" => judgment with { Verdict = Core.Verdict.SecondWins },
                    "0" or "TIE" => judgment with { Verdict = Core.Verdict.Tie },
                    _ => judgment with { FailureReason = $"the verdict reads \"{label}\"" },
                },
            ],
        };
    }

    /// <summary>The property that holds a verdict, such as <c>gpt_result</c>; null where there is none.</summary>
    public static string? VerdictKey(JsonRecord record) =>
        record.Keys.FirstOrDefault(key => key.EndsWith("_result", StringComparison.Ordinal));

    /// <summary>The judge's name, which only the file's name tells: what stands before <c>-testset</c>.</summary>
    public static string JudgeOf(string path)
    {
        var name = Path.GetFileName(path);
        var end = name.IndexOf("-testset", StringComparison.Ordinal);
        return end > 0
            ? name[..end]
            : throw new BadInputException(path, "the file's name must tell the judge, as in gpt-3.5-turbo-testset-v1.json");
    }

    /// <summary>The test set that the verdicts number their items by.</summary>
    public static string TestSetOf(string path)
    {
        var plain = Path.Combine(Path.GetDirectoryName(path) ?? "", "testset-v1.json");
        return File.Exists(plain) ? plain
            : File.Exists(plain + ".gz") ? plain + ".gz"
            : throw new BadInputException(path, "its items are numbered by testset-v1.json, which must lie beside it");
    }

    private static double OutcomeOf(JsonRecord record, string key) => record.Number(key) switch
    {
        0 => 0.5,
        1 => 1,
        2 => 0,
        _ => throw record.Refuse(key, $"{record.Raw(key)} is none of 0 (tie), 1, 2"),
    };

    private string PromptOf(string text, int number, params ReadOnlySpan<(string Model, string Answer)> answers)
    {
        if (!_groups.TryGetValue(text, out var groups))
        {
            _groups.Add(text, groups = []);
        }

        Group? fitting = null;
        foreach (var group in groups)
        {
            if (group.Fits(answers[0]) && group.Fits(answers[1]))
            {
                fitting = group;
                break;
            }
        }

        if (fitting is null)
        {
            groups.Add(fitting = new Group(string.Create(CultureInfo.InvariantCulture, $"pandalm-{number}")));
        }

        foreach (var (model, answer) in answers)
        {
            fitting.Answers[model] = answer;
        }

        return fitting.Id;
    }

    private sealed record Group(string Id)
    {
        public Dictionary<string, string> Answers { get; } = new(StringComparer.Ordinal);

        public bool Fits((string Model, string Answer) answer) =>
            !Answers.TryGetValue(answer.Model, out var known) || known == answer.Answer;
    }
}
