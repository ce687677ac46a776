using static Arena.Core.Surrogate.Features.StructureFeatures;

namespace Arena.Core.Surrogate.Features;

/// <summary>Overlap with the prompt, and what of its numbers and names was kept.</summary>
internal static class PromptFeatures
{
    public static IEnumerable<Feature> All { get; } =
    [
        Of("words", "log(1 + words of the prompt)", 0, double.PositiveInfinity, "own", i => Math.Log(1.0 + i.Prompt.Text.Words.Length)),
        Of(
            "length_ratio", "log((1 + words) / (1 + words of the prompt))", double.NegativeInfinity, double.PositiveInfinity, "own",
            i => Math.Log((1.0 + i.Text.Words.Length) / (1.0 + i.Prompt.Text.Words.Length))),
        Of("recall", "different words of the prompt that the response uses, a different word of the prompt", 0, 1, "ROUGE-1, of sets", i => Covered(i.Prompt.Text.Grams(1), i.Text.Grams(1))),
        Of("precision", "different words of the response that the prompt uses, a different word of the response", 0, 1, "ROUGE-1, of sets", i => Covered(i.Text.Grams(1), i.Prompt.Text.Grams(1))),
        Of("pair_recall", "different pairs of neighbouring words of the prompt that the response has, a pair", 0, 1, "ROUGE-2, of sets", i => Covered(i.Prompt.Text.Grams(2), i.Text.Grams(2))),
        Of("pair_precision", "different pairs of neighbouring words of the response that the prompt has, a pair", 0, 1, "ROUGE-2, of sets", i => Covered(i.Text.Grams(2), i.Prompt.Text.Grams(2))),
        Of("copied", "runs of four words that the prompt has, a run of the response", 0, 1, "own", i => Covered(i.Text.Grams(4), i.Prompt.Text.Grams(4))),
        Of("numbers_kept", "different numbers of the prompt that the response has, a number", 0, 1, "own", i => Covered(i.Prompt.Text.Numbers, i.Text.Numbers)),
        Of("numbers_given", "different numbers of the response that the prompt has, a number", 0, 1, "own", i => Covered(i.Text.Numbers, i.Prompt.Text.Numbers)),
        Of("names_given", "different words capitalised inside a sentence of the response that the prompt has, a word", 0, 1, "own", i => Covered(i.Text.Names, i.Prompt.Text.Grams(1))),
        Of("names_kept", "different words capitalised inside a sentence of the prompt that the response has, a word", 0, 1, "own", i => Covered(i.Prompt.Text.Names, i.Text.Grams(1))),
    ];

    /// <summary>The share of the different words of a bag that another has; NaN of an empty one.</summary>
    internal static double Covered(WordBag bag, WordBag by) => Ratio(bag.CommonDistinct(by), bag.Distinct);

    private static Feature Of(string name, string definition, double least, double most, string source, Func<FeatureInput, double> measure) =>
        new("prompt." + name, FeatureFamily.Prompt, definition, least, most, FeatureCost.Overlap, source, measure);
}
