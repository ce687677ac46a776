using Arena.Core.Ratings;

namespace Arena.Tests.Ratings;

public sealed class WinRateTests
{
    [Theory]
    [InlineData("food")]
    [InlineData("simple")]
    public void AverageOverOpponents_GoldenFile_ReproducesEvalica(string name)
    {
        var battles = EvalicaFiles.Battles(name);
        var golden = EvalicaFiles.Golden(name, "average_win_rate", battles.Contestants);

        Assert.All(WinRate.AverageOverOpponents(battles).Zip(golden), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
    }

    [Theory]
    [InlineData("food")]
    [InlineData("simple")]
    public void Points_GoldenFile_ReproducesEvalica(string name)
    {
        var battles = EvalicaFiles.Battles(name);

        Assert.Equal(EvalicaFiles.Golden(name, "counting", battles.Contestants), WinRate.Points(battles));
    }

    [Fact]
    public void AverageOverOpponents_UnequalNumbersOfBattles_CountsOpponentsAlike()
    {
        var battles = BattleTable.From([new("a", "b", 1), new("b", "a", 0), new("a", "b", 1, 7), new("c", "a", 1)]);

        Assert.Equal([0.5, 0, 1], WinRate.AverageOverOpponents(battles));
    }

    [Fact]
    public void Points_WeightsAndTies_AreCounted()
    {
        var battles = BattleTable.From([new("a", "b", 1, 3), new("b", "a", 0.5, 2)]);

        Assert.Equal([4, 1], WinRate.Points(battles));
    }
}
