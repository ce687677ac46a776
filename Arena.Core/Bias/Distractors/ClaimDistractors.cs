namespace Arena.Core.Bias.Distractors;

/// <summary>Distractors that claim something beside the answer: who says so too, and who speaks.</summary>
internal static class ClaimDistractors
{
    public static IReadOnlyList<Distractor> All { get; } =
    [
        // No year and no page: a number that the response did not have is what the guard refuses.
        ResponseEdit.Distract(
            "authority",
            "A source that does not exist is cited for the response.",
            "arXiv 2402.10669",
            (text, random) => ResponseEdit.Behind(
                text,
                random.Pick(
                    "Source: Miller and Jones, The Standard Handbook of Applied Knowledge, Northgate University Press.",
                    "This is also what Professor Garcia et al. find in The International Review of Established Facts.",
                    "(See Brown and Novak, Foundations and Practice, Eastfield Academic Publishers.)",
                    "As confirmed in the Encyclopedia of General Science, edited by the Royal Institute of Reference."))),
        ResponseEdit.Distract(
            "identity",
            "The response says that a well-known model wrote it.",
            "this project, after self-preference in arXiv 2404.13076",
            (text, _) => ResponseEdit.Behind(text, "I am ChatGPT, a large language model trained by OpenAI.")),
    ];
}
