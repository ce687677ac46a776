using System.Globalization;

namespace Arena.Core.Formats;

/// <summary>
/// AlpacaEval. A prompt has no id there, so its text's hash is the id, which is the same in every file.
/// </summary>
internal sealed class AlpacaEvalReader
{
    private readonly UniqueIds _ids = new();

    public ImportRecord Output(JsonRecord record)
    {
        var prompt = PromptOf(record);
        var model = record.Name("generator");
        _ids.Add(record, "instruction", prompt.Id, model);
        return record.ToImport() with
        {
            Prompts = [prompt],
            Responses = [new Response(prompt.Id, model, [record.Text("output")])],
        };
    }

    public ImportRecord Preference(JsonRecord record)
    {
        var prompt = PromptOf(record);
        var first = record.Name("generator_1");
        var second = record.Name("generator_2");
        var judgment = JudgmentOf(record, prompt.Id, first, second);
        _ids.Add(record, "instruction", prompt.Id, first, second, judgment.Judge);
        var responses = new List<Response>(2);
        if (record.OptionalText("output_2") is { } output)
        {
            responses.Add(new Response(prompt.Id, second, [output]));
        }

        // A model against itself is published for the baseline; the file says the same text twice.
        if (first != second && record.OptionalText("output_1") is { } baseline)
        {
            responses.Add(new Response(prompt.Id, first, [baseline]));
        }

        return record.ToImport() with
        {
            Prompts = [prompt],
            Responses = responses,
            Judgments = first == second ? [] : [judgment],
            Skipped = first == second ? "a model set against itself is no comparison" : null,
        };
    }

    private static Prompt PromptOf(JsonRecord record)
    {
        var instruction = record.Text("instruction");
        return new Prompt(ContentHash.Of(instruction)[..12], [instruction]) { Category = record.OptionalText("dataset") };
    }

    private static Judgment JudgmentOf(JsonRecord record, string prompt, string first, string second)
    {
        var judgment = new Judgment(record.Name("annotator"), Protocol.Pairwise, prompt, first, second)
        {
            // The annotator shuffles the two and does not tell.
            IsOrderKnown = false,
            Seconds = record.OptionalNumber("time_per_example"),
        };
        return record.OptionalNumber("preference") switch
        {
            null => judgment with { FailureReason = "the preference is null" },

            // The older scale writes a draw as 0.
            0 => judgment with { Verdict = Verdict.Tie, FirstWinProbability = 0.5 },
            >= 1 and <= 2 and var preference => judgment with
            {
                // 2 − p and p − 1 are both exact for p in [1, 2].
                FirstWinProbability = 2 - preference,
                Verdict = preference < 1.5 ? Verdict.FirstWins : preference > 1.5 ? Verdict.SecondWins : Verdict.Tie,
            },
            var other => throw record.Refuse(
                "preference", string.Create(CultureInfo.InvariantCulture, $"{other} is neither 0 nor between 1 and 2")),
        };
    }
}
