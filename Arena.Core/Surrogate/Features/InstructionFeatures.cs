namespace Arena.Core.Surrogate.Features;

/// <summary>Form that the prompt asks for, and whether it was given; missing where it asks for none.</summary>
internal static class InstructionFeatures
{
    private const string Source = "after Zhou et al., IFEval, arXiv 2311.07911";

    public static IEnumerable<Feature> All { get; } =
    [
        Of("items", "1 where as many list items were given as the prompt asks for", (asked, text) => asked.ItemsGiven(text)),
        Of("length", "share of the limits of words and sentences that are kept", (asked, text) => asked.LengthKept(text)),
        Of("form", "share of list, table, code and JSON asked for that were given", (asked, text) => asked.FormGiven(text)),
    ];

    private static Feature Of(string name, string definition, Func<Instructions, TextProfile, double> measure) =>
        new("instruction." + name, FeatureFamily.Instruction, definition, 0, 1, FeatureCost.Scan, Source, input => measure(input.Prompt.Instructions, input.Text));
}
