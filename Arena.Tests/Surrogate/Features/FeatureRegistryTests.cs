using Arena.Core.Surrogate.Features;

namespace Arena.Tests.Surrogate.Features;

public sealed class FeatureRegistryTests
{
    [Fact]
    public void Version_OfOtherFeatures_Differs()
    {
        Assert.Matches("^[0-9a-f]{12}$", FeatureRegistry.All.Version);
        Assert.NotEqual(FeatureRegistry.All.Version, FeatureRegistry.All.Without(FeatureFamily.Language).Version);
        Assert.Equal(FeatureRegistry.All.Version, FeatureRegistry.All.Without().Version);
    }

    [Fact]
    public void Features_OfTheRegistry_HaveNamesOfTheirFamilyEachOnce()
    {
        Assert.Equal(FeatureRegistry.All.Features.Count, FeatureRegistry.All.Features.Select(feature => feature.Name).Distinct().Count());
        Assert.All(FeatureRegistry.All.Features, feature =>
        {
            Assert.StartsWith(feature.Family.ToString() + ".", feature.Name, StringComparison.OrdinalIgnoreCase);
            Assert.True(feature.Least < feature.Most);
            Assert.NotEmpty(feature.Source);
        });
    }

    [Fact]
    public void Only_NamesAndFamilies_KeepsTheirOrder() => Assert.Equal(
        ["reference.rouge_l", "consensus.words"],
        FeatureRegistry.All.Only(["consensus.words", "reference.rouge_l"]).Features.Select(feature => feature.Name));

    [Fact]
    public void Only_UnknownName_SaysWhichAndWhatThereIs()
    {
        var exception = Assert.Throws<ArgumentException>(() => FeatureRegistry.All.Only(["reference.bleurt"]));
        Assert.Contains("'reference.bleurt'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("reference.*", exception.Message, StringComparison.Ordinal);
    }
}
