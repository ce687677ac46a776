using Arena.Core.Surrogate.Features;

namespace Arena.Tests.Surrogate.Features;

public sealed class RetrievalTests
{
    private static readonly HashSet<string> Relevant = ["a", "b", "c"];

    [Fact]
    public void AveragePrecision_RelevantAtRanksOneAndThree_IsTheirMeanPrecisionOverAllRelevant() =>
        Assert.Equal((1 + (2 / 3.0)) / 3, Retrieval.AveragePrecision(["a", "x", "b", "y"], Relevant, 10), 1e-12);

    [Fact]
    public void AveragePrecision_RelevantBelowTheCut_DoesNotCount() =>
        Assert.Equal(1 / 3.0, Retrieval.AveragePrecision(["a", "x", "b"], Relevant, 2), 1e-12);

    [Fact]
    public void Recall_TwoOfThree_IsTwoThirds() => Assert.Equal(2 / 3.0, Retrieval.Recall(["x", "c", "a"], Relevant, 10), 1e-12);

    [Fact]
    public void Recall_NothingRelevant_IsMissing() => Assert.True(double.IsNaN(Retrieval.Recall(["x"], new HashSet<string>(), 10)));

    [Fact]
    public void Precision_NothingFound_IsMissing() => Assert.True(double.IsNaN(Retrieval.Precision([], Relevant)));
}
