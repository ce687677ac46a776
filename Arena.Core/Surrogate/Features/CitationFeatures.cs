using static Arena.Core.Surrogate.Features.StructureFeatures;

namespace Arena.Core.Surrogate.Features;

/// <summary>Citations of the prompt's passages; missing where it has none, or nobody said which are relevant.</summary>
internal static class CitationFeatures
{
    private const int Depth = 10;
    private const string Source = "Thakur et al., MIRAGE-Bench, arXiv 2410.13716";

    public static IEnumerable<Feature> All { get; } =
    [
        Of("precision", "relevant passages cited, a citation", Source, (cited, prompt) => prompt.Relevant.Count > 0 ? Retrieval.Precision(cited.Ids, prompt.Relevant) : double.NaN),
        Of("recall_10", "relevant passages among the first ten cited, a relevant passage", Source, (cited, prompt) => Retrieval.Recall(cited.Ids, prompt.Relevant, Depth)),
        Of("map_10", "average precision of the first ten cited", Source, (cited, prompt) => Retrieval.AveragePrecision(cited.Ids, prompt.Relevant, Depth)),
        Of("support", "mean share of a citing sentence's different words that stand in the passage cited", "own, lexical in place of entailment", (cited, _) => cited.Support),
        Of("cited_sentences", "sentences that cite a passage, a sentence", "own", (cited, _) => Ratio(cited.Cited, cited.Sentences)),
    ];

    private static Feature Of(string name, string definition, string source, Func<Citations, PromptView, double> measure) =>
        new(
            "citation." + name, FeatureFamily.Citation, definition, 0, 1, FeatureCost.Overlap, source,
            input => input.Citations is { } cited ? measure(cited, input.Prompt) : double.NaN);
}
