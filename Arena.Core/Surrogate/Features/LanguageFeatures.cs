namespace Arena.Core.Surrogate.Features;

/// <summary>Whether the response is in the prompt's language.</summary>
internal static class LanguageFeatures
{
    private const string Source = "Thakur et al., MIRAGE-Bench, arXiv 2410.13716; models: SearchPioneer.Lingua";

    public static IEnumerable<Feature> All { get; } =
    [
        new(
            "language.prompt", FeatureFamily.Language, "probability of the language that the prompt names, of the first 120 characters, against 23 others", 0, 1, FeatureCost.LanguageModel, Source,
            input => input.Language.Asked),
        new(
            "language.english", FeatureFamily.Language, "probability of English where the prompt names a language, of the first 120 characters, against 23 others", 0, 1, FeatureCost.LanguageModel, Source,
            input => input.Language.English),
    ];
}
