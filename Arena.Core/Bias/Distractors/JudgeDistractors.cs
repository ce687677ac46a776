namespace Arena.Core.Bias.Distractors;

/// <summary>Distractors in how the judge is asked to answer.</summary>
internal static class JudgeDistractors
{
    public static IReadOnlyList<Distractor> All { get; } =
    [
        new JudgeDistractor(
            "labels-1-2",
            "Responses are labelled 1 and 2, and a tie 0.",
            "arXiv 2309.03882",
            new("labels-1-2") { Labels = ["1", "2", "0"] })
        {
            Placebo = DistractorRegistry.SameAgain,
        },

        // Drawn once and fixed. Two lower-case letters are one token of nearly every vocabulary; where they are not, the judgment fails and says so.
        new JudgeDistractor(
            "labels-random",
            "Responses are labelled with two letters that mean nothing.",
            "arXiv 2309.03882",
            new("labels-random") { Labels = ["ke", "ru", "vo"] })
        {
            Placebo = DistractorRegistry.SameAgain,
        },
        new JudgeDistractor(
            "scale-inverted",
            "The least grade is the best one.",
            "this project, after score ids in arXiv 2506.22316",
            new("scale-inverted") { IsScaleInverted = true })
        {
            Placebo = DistractorRegistry.SameAgain,
        },
    ];
}
