namespace Arena.Core.Surrogate.Features;

/// <summary>Likeness to the other contestants' responses; missing where there is none.</summary>
internal static class ConsensusFeatures
{
    public static IEnumerable<Feature> All { get; } =
    [
        Of("words", "mean over the response's different words of the share of other responses that use the word", 0, 1, (pool, text) => pool.WordAgreement(text)),
        Of("pairs", "as consensus.words, of pairs of neighbouring words", 0, 1, (pool, text) => pool.PairAgreement(text)),
        Of("numbers", "as consensus.words, of numbers", 0, 1, (pool, text) => pool.NumberAgreement(text)),
        Of("word_coverage", "different words of all other responses that the response uses, a word", 0, 1, (pool, text) => pool.WordCoverage(text)),
        Of("pair_coverage", "different pairs of neighbouring words of all other responses that the response has, a pair", 0, 1, (pool, text) => pool.PairCoverage(text)),
        Of("novelty", "different words that no other response uses, a different word", 0, 1, (pool, text) => pool.Novelty(text)),
        Of("length", "log((1 + words) / (1 + median words of all responses))", double.NegativeInfinity, double.PositiveInfinity, (pool, text) => pool.RelativeLength(text)),
        Of("length_rank", "share of other responses with fewer words", 0, 1, (pool, text) => pool.LengthRank(text)),
    ];

    private static Feature Of(string name, string definition, double least, double most, Func<ConsensusPool, TextProfile, double> measure) =>
        new(
            "consensus." + name, FeatureFamily.Consensus, definition, least, most, FeatureCost.Overlap, "own",
            input => input.Prompt.Responses is { } pool ? measure(pool, input.Text) : double.NaN);
}
