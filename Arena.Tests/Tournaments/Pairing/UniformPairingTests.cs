using Arena.Core.Tournaments.Pairing;

namespace Arena.Tests.Tournaments.Pairing;

public sealed class UniformPairingTests
{
    private static readonly ComparisonPool Pool = ComparisonPool.RoundRobin(4, 5);

    [Theory]
    [InlineData(12, PairingStop.BudgetSpent, 12)]
    [InlineData(100, PairingStop.NothingLeft, 30)]
    [InlineData(0, PairingStop.BudgetSpent, 0)]
    public void Plan_Budget_IsSpentAndNoMore(int budget, PairingStop stop, int expected)
    {
        var played = Played.With(new UniformPairing(Pool, budget, 7, seed: 3), _ => 1);

        Assert.Equal(stop, played.Stop);
        Assert.Equal(expected, played.Comparisons.Distinct().Count());
        Assert.Equal(expected, played.Comparisons.Count);
    }

    [Fact]
    public void Plan_CutShortInABatch_FinishesItFirst()
    {
        var whole = Played.With(new UniformPairing(Pool, 20, 6, seed: 3), _ => 1);
        var pieces = Played.With(new UniformPairing(Pool, 20, 6, seed: 3), _ => 1, pieces: 8);

        Assert.Equal(whole.Comparisons.Chunk(6).Select(batch => batch.ToHashSet()), pieces.Comparisons.Chunk(6).Select(batch => batch.ToHashSet()));
    }

    [Fact]
    public void Plan_ManySeeds_DrawsEveryComparisonEquallyOften()
    {
        const int Seeds = 3000;
        var counts = Enumerable.Range(0, Seeds)
            .SelectMany(seed => new UniformPairing(Pool, 10, 10, seed).Plan(new Dictionary<PlannedComparison, double?>()).Comparisons)
            .CountBy(comparison => comparison)
            .Select(pair => pair.Value)
            .ToArray();

        // Each is in a third of the samples; five standard errors are 129.
        Assert.Equal(30, counts.Length);
        Assert.All(counts, count => Assert.InRange(count, 871, 1129));
    }

    [Fact]
    public void New_BatchOfNone_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new UniformPairing(Pool, 10, 0, seed: 1));
}
