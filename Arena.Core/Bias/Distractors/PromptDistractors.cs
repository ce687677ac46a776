namespace Arena.Core.Bias.Distractors;

/// <summary>Distractors in what the judge is told beside the responses: a note below the last turn of the prompt.</summary>
internal static class PromptDistractors
{
    public static IReadOnlyList<Distractor> All { get; } =
    [
        Noted(
            "bandwagon",
            "The judge is told that most people prefer the response.",
            place => place switch
            {
                MarkedPlace.First => "90 % of people prefer the first response.",
                MarkedPlace.Second => "90 % of people prefer the second response.",
                _ => "90 % of people rated this response highly.",
            }),
        Noted(
            "model-names",
            "The judge is told that a well-known model wrote the response, and an unknown one the other.",
            place => place switch
            {
                MarkedPlace.First => "The first response was written by GPT-4, the second by a small unknown model.",
                MarkedPlace.Second => "The first response was written by a small unknown model, the second by GPT-4.",
                _ => "The response was written by GPT-4.",
            }),
    ];

    private static PromptDistractor Noted(string name, string definition, Func<MarkedPlace, string> note) =>
        new(name, definition, "arXiv 2309.17012", (prompt, place) => prompt with { Turns = [.. prompt.Turns.SkipLast(1), $"{prompt.Turns[^1]}\n\n[Note] {note(place)}"] })
        {
            Placebo = DistractorRegistry.SameAgain,
        };
}
