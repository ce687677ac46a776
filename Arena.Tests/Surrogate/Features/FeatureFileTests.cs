using Arena.Core;
using Arena.Core.Surrogate.Features;

namespace Arena.Tests.Surrogate.Features;

public sealed class FeatureFileTests
{
    [Fact]
    public async Task Read_WhatWasWritten_HasItsValuesAndWhatIsMissing()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("f.csv");
        var features = new FeatureMatrix(["structure.words", "structure.bold", "reference.bleu"], ["p 1", "p,2"], ["a \"b\"", "c"], [1234.5678, double.NaN, double.NaN, -1e-9, 2, double.NaN]);
        await FeatureFile.WriteAsync(path, features, TestContext.Current.CancellationToken);
        var read = await FeatureFile.ReadAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(features.Prompts, read.Prompts);
        Assert.Equal(features.Contestants, read.Contestants);
        Assert.Equal(FeatureRegistry.All.Features.Select(feature => feature.Name), read.Columns);
        Assert.Equal(1234.57, Value(0, "structure.words"));
        Assert.Equal(-1e-9, Value(1, "structure.words"));
        Assert.Equal(2, Value(1, "structure.bold"));
        Assert.True(double.IsNaN(Value(0, "structure.bold")));
        Assert.DoesNotContain("bleu", File.ReadLines(path).First(), StringComparison.Ordinal);

        double Value(int row, string name) => read[row, read.Columns.Index().Single(column => column.Item == name).Index];
    }

    [Theory]
    [InlineData("prompt,model\n", "lacks contestant")]
    [InlineData("prompt,contestant,structure.wards\n", "no feature structure.wards")]
    [InlineData("prompt,contestant,structure.words\np,c,many\n", "line 2: \"many\" of structure.words is no number")]
    [InlineData("", "the file is empty")]
    public async Task Read_WhatIsNotFeatures_SaysWhere(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("f.csv");
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);

        Assert.Contains(expected, (await Assert.ThrowsAsync<BadInputException>(() => FeatureFile.ReadAsync(path, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_WhatShips_IsOfThisRegistry()
    {
        var features = await FeatureFile.ReadAsync(Path.Combine(Repository.Root, "data", "llmfao", "features.csv"), TestContext.Current.CancellationToken);

        Assert.Equal(750, features.Rows);
        Assert.Equal(59, features.Contestants.Distinct().Count());
    }
}
