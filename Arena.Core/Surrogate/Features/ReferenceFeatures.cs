namespace Arena.Core.Surrogate.Features;

/// <summary>Overlap with the reference answer; missing where there is none or the contestant wrote it.</summary>
internal static class ReferenceFeatures
{
    public static IEnumerable<Feature> All { get; } =
    [
        Of("bleu", "BLEU-4 against the reference, of two words and more raised by one", 0, 1, "Papineni et al. 2002; Lin and Och 2004", Bleu.Of),
        Of("rouge_1", "ROUGE-1 F1 against the reference", 0, 1, "Lin 2004", (text, reference) => Rouge.N(text, reference, 1)),
        Of("rouge_2", "ROUGE-2 F1 against the reference", 0, 1, "Lin 2004", (text, reference) => Rouge.N(text, reference, 2)),
        Of("rouge_l", "ROUGE-L F1 against the reference", 0, 1, "Lin 2004", Rouge.L),
        Of("recall", "different words of the reference that the response uses, a word", 0, 1, "ROUGE-1, of sets", (text, reference) => PromptFeatures.Covered(reference.Grams(1), text.Grams(1))),
        Of("precision", "different words of the response that the reference uses, a word", 0, 1, "ROUGE-1, of sets", (text, reference) => PromptFeatures.Covered(text.Grams(1), reference.Grams(1))),
        Of("numbers", "different numbers of the reference that the response has, a number", 0, 1, "own", (text, reference) => PromptFeatures.Covered(reference.Numbers, text.Numbers)),
        Of(
            "length_ratio", "log((1 + words) / (1 + words of the reference))", double.NegativeInfinity, double.PositiveInfinity, "own",
            (text, reference) => Math.Log((1.0 + text.Words.Length) / (1.0 + reference.Words.Length))),
        Of("items", "list items minus the reference's, over their sum; 0 of two zeros", -1, 1, "Li et al. 2024", (text, reference) => Ratings.ResponseStyle.RelativeDifference(text.Lines.Items, reference.Lines.Items)),
        Of("paragraphs", "paragraphs minus the reference's, over their sum", -1, 1, "own", (text, reference) => Ratings.ResponseStyle.RelativeDifference(text.Lines.Paragraphs, reference.Lines.Paragraphs)),
        Of("code", "code blocks minus the reference's, over their sum; 0 of two zeros", -1, 1, "own", (text, reference) => Ratings.ResponseStyle.RelativeDifference(text.Lines.CodeBlocks, reference.Lines.CodeBlocks)),
    ];

    private static Feature Of(string name, string definition, double least, double most, string source, Func<TextProfile, TextProfile, double> measure) =>
        new(
            "reference." + name, FeatureFamily.Reference, definition, least, most, FeatureCost.Overlap, source,
            input => input.Reference is { } reference ? measure(input.Text, reference) : double.NaN);
}
