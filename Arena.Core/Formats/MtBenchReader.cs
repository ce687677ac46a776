namespace Arena.Core.Formats;

/// <summary>MT-bench, in the files of FastChat.</summary>
internal sealed class MtBenchReader
{
    /// <summary>Where FastChat found no rating in what a judge wrote, it puts a number below all ratings.</summary>
    private const double LowestRating = 0;

    /// <summary>What FastChat and Arena-Hard write in place of an answer that their endpoint did not give.</summary>
    public const string ErrorMarker = "$ERROR$";

    private readonly UniqueIds _ids = new();

    public ImportRecord Question(JsonRecord record)
    {
        var id = record.Id("question_id");
        _ids.Add(record, "question_id", id);
        return record.ToImport() with
        {
            Prompts =
            [
                new Prompt(id, record.Texts("turns"))
                {
                    Category = record.OptionalText("category"),
                    Reference = record.OptionalTexts("reference") ?? [],
                },
            ],
        };
    }

    public ImportRecord Answer(JsonRecord record)
    {
        var (id, model, turns) = ReadAnswer(record);
        return turns.Contains(ErrorMarker)
            ? record.ToImport() with { Skipped = "the answer is the error marker of a failed request" }
            : record.ToImport() with { Responses = [new Response(id, model, turns)] };
    }

    public ImportRecord Reference(JsonRecord record)
    {
        var (id, _, turns) = ReadAnswer(record);
        return record.ToImport() with { References = [new(id, turns)] };
    }

    public static ImportRecord Pair(JsonRecord record)
    {
        var first = record.Name("model_1");
        var second = record.Name("model_2");
        return record.ToImport() with
        {
            Judgments =
            [
                Game(record, "g1_winner", new Judgment(JudgeOf(record), Protocol.Pairwise, record.Id("question_id"), first, second)),
                Game(record, "g2_winner", new Judgment(JudgeOf(record), Protocol.Pairwise, record.Id("question_id"), second, first)),
            ],
        };
    }

    public static ImportRecord Single(JsonRecord record)
    {
        var judgment = new Judgment(
            JudgeOf(record), Protocol.Pointwise, record.Id("question_id"), record.Name("model"), null)
        {
            Turn = TurnOf(record),
        };
        return record.ToImport() with
        {
            Judgments =
            [
                record.OptionalNumber("score") is >= LowestRating and var score
                    ? judgment with { Score = score }
                    : judgment with { FailureReason = $"no rating was found: the score is {record.Raw("score")}" },
            ],
        };
    }

    private static Judgment Game(JsonRecord record, string key, Judgment judgment)
    {
        var turned = judgment with { Turn = TurnOf(record) };
        return record.Text(key) switch
        {
            "tie" => turned with { Verdict = Verdict.Tie },
            "error" => turned with { FailureReason = "no verdict was found in what the judge wrote" },
            "model_1" => turned with { Verdict = judgment.First == record.Text("model_1") ? Verdict.FirstWins : Verdict.SecondWins },
            "model_2" => turned with { Verdict = judgment.First == record.Text("model_2") ? Verdict.FirstWins : Verdict.SecondWins },
            _ => throw record.Refuse(key, $"{record.Raw(key)} is none of model_1, model_2, tie, error"),
        };
    }

    private (string Id, string Model, IReadOnlyList<string> Turns) ReadAnswer(JsonRecord record)
    {
        var id = record.Id("question_id");
        var model = record.Name("model_id");
        _ids.Add(record, "question_id", id, model);
        var choice = record.Objects("choices")[0] ?? throw record.Refuse("choices[0]", "null stands where an object belongs");
        return (id, model, choice.Texts("turns"));
    }

    // The judge is written as its model and the name of its prompt; the prompt goes by category and turn, not by judge.
    private static string JudgeOf(JsonRecord record) => record.HasArray("judge")
        ? record.Texts("judge")[0] is { Length: > 0 } name ? name : throw record.Refuse("judge[0]", "the name is empty")
        : record.Name("judge");

    private static int TurnOf(JsonRecord record) => record.Has("turn") ? record.Count("turn") : 0;
}
