using Arena.Core;
using Arena.Core.Ratings;

namespace Arena.Tests.Ratings;

public sealed class BattleTableTests
{
    [Fact]
    public void From_BattlesWithLabels_GivesThemBackInOrder()
    {
        Battle[] battles =
        [
            new("a", "b", 1),
            new("b", "c", 0.5, 2, "p1") { Category = "math" },
            new("c", "a", 0.25) { Judge = "j", Worker = "w" },
        ];

        var table = BattleTable.From(battles);

        Assert.Equal(battles, Enumerable.Range(0, table.Count).Select(i => table[i]));
        Assert.Equal(["a", "b", "c"], table.Contestants);
        Assert.Equal([1, 2, 1], table.Weight);
    }

    [Theory]
    [InlineData("a", "a", 1, 1)]
    [InlineData("", "b", 1, 1)]
    [InlineData("a", "b", 1.5, 1)]
    [InlineData("a", "b", double.NaN, 1)]
    [InlineData("a", "b", 1, 0)]
    [InlineData("a", "b", 1, double.NaN)]
    [InlineData("a", "b", 1, double.PositiveInfinity)]
    public void From_InvalidBattle_Throws(string first, string second, double outcome, double weight)
    {
        Assert.Throws<ArgumentException>(() => BattleTable.From([new Battle(first, second, outcome, weight)]));
    }

    [Fact]
    public void Where_DropsContestantsThatNoLongerOccur()
    {
        var table = BattleTable.From([new("a", "b", 1), new("c", "d", 0), new("a", "d", 1)]);

        var kept = table.Where(i => i != 1);

        Assert.Equal(["a", "b", "d"], kept.Contestants);
        Assert.Equal(2, kept.Count);
    }

    [Fact]
    public void From_MoreBattlesThanTheFirstCapacity_KeepsAll()
    {
        var table = BattleTable.From(Enumerable.Range(0, 5000).Select(i => new Battle("a", "b", i % 2, 1 + i, $"p{i % 7}")));

        Assert.Equal(5000, table.Count);
        Assert.Equal(new Battle("a", "b", 1, 5000, $"p{4999 % 7}"), table[4999]);
    }
}
