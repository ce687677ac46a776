using Arena.Core.Tournaments.Pairing;

namespace Arena.Tests.Tournaments.Pairing;

public sealed class ComparisonPoolTests
{
    [Fact]
    public void RoundRobin_MissingResponse_LeavesOutWhatNeedsIt()
    {
        var pool = ComparisonPool.RoundRobin(4, 3, (contestant, prompt) => (contestant, prompt) != (2, 1));

        Assert.Equal(6 + 3 + 6, pool.Comparisons.Count);
        Assert.DoesNotContain(pool.Comparisons, comparison => comparison.Prompt == 1 && (comparison.First == 2 || comparison.Second == 2));
        Assert.Equal(pool.Comparisons.Distinct(), pool.Comparisons);
        Assert.Null(pool.Baseline);
    }

    [Fact]
    public void Anchored_BaselineInTheMiddle_PairsItWithAllOthers()
    {
        var pool = ComparisonPool.Anchored(4, 2, baseline: 1, (contestant, prompt) => (contestant, prompt) != (3, 0));

        Assert.Equal(
            [new(0, 0, 1), new(0, 2, 1), new(1, 0, 1), new(1, 2, 1), new(1, 3, 1)],
            pool.Comparisons);
    }

    [Fact]
    public void Anchored_PromptThatTheBaselineDidNotAnswer_HasNoComparison() =>
        Assert.Empty(ComparisonPool.Anchored(3, 1, baseline: 0, (contestant, _) => contestant != 0).Comparisons);

    [Fact]
    public void Of_ComparisonGivenTwice_CountsOnce() =>
        Assert.Equal([new PlannedComparison(0, 0, 1)], ComparisonPool.Of(2, 1, [new(0, 0, 1), new(0, 1, 0)]).Comparisons);

    [Fact]
    public void Of_NumberOutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ComparisonPool.Of(2, 1, [new(1, 0, 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ComparisonPool.Of(2, 1, [new(0, 0, 2)]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Anchored_BaselineThatIsNoContestant_Throws(int baseline) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ComparisonPool.Anchored(3, 1, baseline));
}
