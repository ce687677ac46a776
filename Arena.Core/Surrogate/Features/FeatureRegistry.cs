namespace Arena.Core.Surrogate.Features;

/// <summary>
/// The features that a surrogate judge looks at, in order. Its version changes with every name and definition, so that a saved model never meets
/// features other than those it learned from. Immutable.
/// </summary>
public sealed class FeatureRegistry
{
    private FeatureRegistry(IEnumerable<Feature> features)
    {
        Features = [.. features];
        Version = ContentHash.Of(Features.SelectMany(feature => new[] { feature.Name, feature.Definition }))[..12];
    }

    /// <summary>All features.</summary>
    public static FeatureRegistry All { get; } = new(
    [
        .. StructureFeatures.All, .. LanguageFeatures.All, .. WordingFeatures.All, .. PhraseFeatures.All, .. CompletenessFeatures.All, .. PromptFeatures.All,
        .. ReferenceFeatures.All, .. ConsensusFeatures.All, .. InstructionFeatures.All, .. CitationFeatures.All,
    ]);

    /// <summary>The features.</summary>
    public IReadOnlyList<Feature> Features { get; }

    /// <summary>12 hexadecimal digits that stand for the names and definitions.</summary>
    public string Version { get; }

    /// <summary>The registry without some families.</summary>
    /// <param name="families">What to leave out.</param>
    public FeatureRegistry Without(params IReadOnlyList<FeatureFamily> families) => new(Features.Where(feature => !families.Contains(feature.Family)));

    /// <summary>The features with certain names, in the registry's order.</summary>
    /// <param name="names">Names of features, or of families with <c>*</c> behind the point, such as <c>reference.*</c>.</param>
    /// <exception cref="ArgumentException">A name is none; the message says which, and what there is.</exception>
    public FeatureRegistry Only(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.FirstOrDefault(name => !Features.Any(feature => Matches(feature, name))) is { } unknown)
        {
            var families = string.Join(", ", Features.Select(feature => feature.Name.Split('.')[0] + ".*").Distinct());
            throw new ArgumentException($"there is no feature '{unknown}'; there are {families}");
        }

        return new(Features.Where(feature => names.Any(name => Matches(feature, name))));
    }

    private static bool Matches(Feature feature, string name) =>
        feature.Name == name || (name.EndsWith(".*", StringComparison.Ordinal) && feature.Name.StartsWith(name[..^1], StringComparison.Ordinal));
}
