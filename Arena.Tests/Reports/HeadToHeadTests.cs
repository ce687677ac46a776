using Arena.Core.Ratings;
using Arena.Core.Reports;

namespace Arena.Tests.Reports;

public sealed class HeadToHeadTests
{
    [Fact]
    public void Share_WeightsTiesAndBothOrders_AreAddedUp()
    {
        var battles = BattleTable.From([new("a", "b", 1, 3), new("b", "a", 1), new("a", "b", 0.5, 4), new("c", "a", 1)]);

        var pairs = new HeadToHead(battles, ["c", "b", "a"]);

        Assert.Equal(5.0 / 8, pairs.Share(2, 1)!.Value, 1e-12);
        Assert.Equal(3.0 / 8, pairs.Share(1, 2)!.Value, 1e-12);
        Assert.Equal(3, pairs.Battles(1, 2));
        Assert.Equal(1, pairs.Share(0, 2));
        Assert.Null(pairs.Share(0, 1));
        Assert.Equal(0, pairs.Battles(1, 0));
    }

    [Fact]
    public void Share_OfAPairFromBothSides_AddsUpToOne()
    {
        var pairs = SampleReports.Create(["a", "b", "c", "d"]).Protocols[0].HeadToHead;

        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < i; j++)
            {
                Assert.Equal(1, pairs.Share(i, j)!.Value + pairs.Share(j, i)!.Value, 1e-12);
                Assert.True(pairs.Battles(i, j) > 0);
                Assert.Equal(pairs.Battles(i, j), pairs.Battles(j, i));
            }
        }
    }
}
