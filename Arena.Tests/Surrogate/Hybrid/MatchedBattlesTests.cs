using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.Surrogate.Hybrid;

namespace Arena.Tests.Surrogate.Hybrid;

public sealed class MatchedBattlesTests
{
    [Fact]
    public void Of_TwoJudges_MatchesPairsWhicheverIsFirstAndKeepsProbabilities()
    {
        var real = BattleTable.From([new Battle("b", "a", 1, 1, "p"), new Battle("a", "c", 1, 1, "p")]);
        var cheap = BattleTable.From([new Battle("a", "b", 0.3, 1, "p"), new Battle("a", "b", 0.5, 3, "p"), new Battle("b", "c", 0.9, 1, "p"), new Battle("a", "b", 0.6, 1, "q")]);

        var matched = MatchedBattles.Of(real, cheap);

        Assert.Equal(1, matched.Left);
        Assert.Equal([("a", "b", "p"), ("b", "c", "p"), ("a", "b", "q")], matched.Battles.Select(battle => (battle.First, battle.Second, battle.Prompt!)));
        Assert.Equal([0.45, 0.9, 0.6], matched.Battles.Select(battle => battle.Predicted));
        Assert.Equal([0, null, null], matched.Battles.Select(battle => battle.Judged));
    }

    [Fact]
    public void Of_NothingInCommon_Refuses()
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => MatchedBattles.Of(BattleTable.From([new Battle("a", "b", 1, 1, "p")]), BattleTable.From([new Battle("a", "b", 1, 1, "q")])));
        Assert.Contains("no pair", refusal.Message, StringComparison.Ordinal);
    }
}
