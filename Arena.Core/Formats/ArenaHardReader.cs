using Arena.Core.Judging;

namespace Arena.Core.Formats;

/// <summary>Arena-Hard, versions 0.1 (question_id, choices) and 2.0 (uid, messages).</summary>
internal sealed class ArenaHardReader
{
    /// <summary>Version 0.1 names its baseline in no file; this is the one that its settings give.</summary>
    private const string UnnamedBaseline = "gpt-4-0314";

    private readonly UniqueIds _ids = new();

    public ImportRecord Question(JsonRecord record)
    {
        var id = record.Id(IdKey(record));
        _ids.Add(record, IdKey(record), id);
        IReadOnlyList<string> turns = record.Has("prompt")
            ? [record.Text("prompt")]
            : [.. Contents(record, "turns").Select(turn => turn.Text("content"))];
        return record.ToImport() with
        {
            Prompts = [new Prompt(id, turns) { Category = record.OptionalText("category") }],
        };
    }

    public ImportRecord Answer(JsonRecord record)
    {
        var id = record.Id(IdKey(record));
        var model = record.Name(record.Has("model") ? "model" : "model_id");
        _ids.Add(record, IdKey(record), id, model);
        IReadOnlyList<string> turns = record.Has("messages")
            ? [.. Contents(record, "messages").Where(m => m.Text("role") == "assistant").Select(AnswerOf)]
            : [.. Contents(Contents(record, "choices")[0], "turns").Select(AnswerOf)];
        if (turns.Count == 0)
        {
            throw record.Refuse("messages", "no message is by the assistant");
        }

        return turns.Contains(MtBenchReader.ErrorMarker)
            ? record.ToImport() with { Skipped = "the answer is the error marker of a failed request" }
            : record.ToImport() with { Responses = [new Response(id, model, turns)] };
    }

    public static ImportRecord Judgment(JsonRecord record)
    {
        var prompt = record.Id(IdKey(record));
        var judge = record.Name("judge");
        var model = record.Name("model");
        var baseline = record.Has("baseline") ? record.Name("baseline") : UnnamedBaseline;
        if (model == baseline)
        {
            return record.ToImport() with { Skipped = "a model set against itself is no comparison" };
        }

        // The baseline is A in the first game, the model in the second, and so on in turn.
        return record.ToImport() with
        {
            Judgments =
            [
                .. record.Objects("games").Select((game, i) => Game(
                    game,
                    new Judgment(judge, Protocol.Pairwise, prompt, i % 2 == 0 ? baseline : model, i % 2 == 0 ? model : baseline)
                    {
                        Repeat = i / 2,
                    })),
            ],
        };
    }

    private static Judgment Game(JsonRecord? game, Judgment judgment) => game?.OptionalText("score") switch
    {
        "A>>B" or "B<<A" => judgment with { Verdict = Verdict.FirstWins, Weight = VerdictDistribution.MuchBetterWeight },
        "A>B" or "B<A" => judgment with { Verdict = Verdict.FirstWins },
        "A=B" or "B=A" => judgment with { Verdict = Verdict.Tie },
        "B>A" or "A<B" => judgment with { Verdict = Verdict.SecondWins },
        "B>>A" or "A<<B" => judgment with { Verdict = Verdict.SecondWins, Weight = VerdictDistribution.MuchBetterWeight },
        null => judgment with { FailureReason = "no label was found in what the judge wrote" },
        _ => judgment with { FailureReason = $"the label {game!.Value.Raw("score")} is none of the five" },
    };

    private static string AnswerOf(JsonRecord message) =>
        message.IsText("content") ? message.Text("content") : message.Object("content").Text("answer");

    private static List<JsonRecord> Contents(JsonRecord record, string key) =>
        [.. record.Objects(key).Select(item => item ?? throw record.Refuse(key, "null stands where an object belongs"))];

    private static string IdKey(JsonRecord record) => record.Has("uid") ? "uid" : "question_id";
}
