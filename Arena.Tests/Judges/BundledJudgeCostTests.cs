namespace Arena.Tests.Judges;

/// <summary>Runs by itself, because it reads the processor time of the whole process.</summary>
[CollectionDefinition(nameof(BundledJudgeCostTests), DisableParallelization = true)]
[Collection(nameof(BundledJudgeCostTests))]
public sealed class BundledJudgeCostTests
{
    [Fact]
    public void Score_TwoHundredTokens_CostsAtMostFifteenMillisecondsOfOneCore()
    {
        using var judge = new BundledJudge("tiny-fair");
        int[] tokens = [.. Enumerable.Range(0, 200).Select(i => 200 + (i % 300))];
        judge.CostOf(tokens, 5);

        var best = Enumerable.Range(0, 5).Min(_ => judge.CostOf(tokens, 20));

        TestContext.Current.TestOutputHelper?.WriteLine($"200 tokens: {best.TotalMilliseconds:F2} ms");
        Assert.True(best < TimeSpan.FromMilliseconds(15), $"200 tokens cost {best.TotalMilliseconds:F1} ms");
    }
}
