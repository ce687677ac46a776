using static Arena.Core.Surrogate.Features.StructureFeatures;

namespace Arena.Core.Surrogate.Features;

/// <summary>Set phrases, in English.</summary>
internal static class PhraseFeatures
{
    private const int Opening = 30;

    public static IEnumerable<Feature> All { get; } =
    [
        Rate("refusals", PhraseKind.Refusal, "phrases that decline to answer"),
        new(
            "phrases.opens_with_refusal", FeatureFamily.Phrases, "1 where a phrase that declines to answer stands in the first 30 words", 0, 1, FeatureCost.Overlap, "own",
            input => input.Text.Words.IsEmpty ? double.NaN : input.Phrases.First[(int)PhraseKind.Refusal] is >= 0 and < Opening ? 1 : 0),
        Rate("hedges", PhraseKind.Hedge, "phrases that weaken what is said"),
        Rate("machine", PhraseKind.Machine, "phrases in which a machine speaks of itself"),
        Rate("apologies", PhraseKind.Apology, "apologies"),
        Rate("openings", PhraseKind.Opening, "phrases that open by agreeing or praising"),
        Rate("offers", PhraseKind.Offer, "offers of more help"),
        Rate("connectives", PhraseKind.Connective, "words that join sentences"),
        Rate("address", PhraseKind.Address, "words for the reader: you, your"),
        Rate("self", PhraseKind.Self, "words for the writer: I, my"),
    ];

    private static Feature Rate(string name, PhraseKind kind, string what) =>
        new(
            "phrases." + name, FeatureFamily.Phrases, $"{what}, from a list, a word", 0, double.PositiveInfinity, FeatureCost.Overlap, "own",
            input => Ratio(input.Phrases.Counts[(int)kind], input.Text.Words.Length));
}
