using Arena.Core.Tournaments.Pairing;

namespace Arena.Tests.Tournaments.Pairing;

public sealed class PlannedComparisonTests
{
    [Fact]
    public void New_ContestantsInEitherOrder_IsTheSameComparison()
    {
        Assert.Equal(new PlannedComparison(3, 5, 2), new PlannedComparison(3, 2, 5));
        Assert.NotEqual(new PlannedComparison(3, 5, 2), new PlannedComparison(4, 5, 2));
        Assert.Equal((2, 5), (new PlannedComparison(3, 5, 2).First, new PlannedComparison(3, 5, 2).Second));
    }

    [Fact]
    public void New_ContestantAgainstItself_Throws() => Assert.Throws<ArgumentException>(() => new PlannedComparison(0, 1, 1));

    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(0, 1, -1)]
    public void New_NegativeNumber_Throws(int prompt, int contestant, int opponent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlannedComparison(prompt, contestant, opponent));
}
