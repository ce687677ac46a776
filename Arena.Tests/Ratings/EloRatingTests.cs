using Arena.Core;
using Arena.Core.Ratings;

namespace Arena.Tests.Ratings;

public sealed class EloRatingTests
{
    [Theory]
    [InlineData("food")]
    [InlineData("simple")]
    public void Fit_Defaults_ReproducesEvalica(string name)
    {
        var battles = EvalicaFiles.Battles(name);
        var golden = EvalicaFiles.Golden(name, "elo", battles.Contestants);

        Assert.All(EloRating.Fit(battles).Zip(golden), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
    }

    [Fact]
    public void Fit_OneWin_MovesBothByHalfOfK()
    {
        var ratings = EloRating.Fit(BattleTable.From([new("a", "b", 1)]), k: 30);

        Assert.Equal([1015, 985], ratings);
    }

    [Fact]
    public void Fit_LeadOfOneScale_ExpectsTheBaseAsOdds()
    {
        // a leads by 2 · 50 points = one scale after the first battle; odds of 3 expect ¾ of it in the second.
        var ratings = EloRating.Fit(
            BattleTable.From([new("a", "b", 1), new("b", "a", 1)]), k: 100, initial: 0, logisticBase: 3, scale: 100);

        Assert.Equal(50 - 75, ratings[0], 1e-12);
        Assert.Equal(-50 + 75, ratings[1], 1e-12);
    }

    [Fact]
    public void Fit_BattlesInAnotherOrder_DiffersAndKeepsTheSum()
    {
        Battle[] battles = [new("a", "b", 1), new("b", "c", 1, 2), new("c", "a", 1)];

        var forward = EloRating.Fit(BattleTable.From(battles));
        var backward = EloRating.Fit(BattleTable.From([battles[0], battles[2], battles[1]]));

        Assert.NotEqual(forward, backward);
        Assert.Equal(3000, forward.Sum(), 1e-9);
    }

    [Fact]
    public void Fit_ParameterOutOfRange_Throws()
    {
        var battles = BattleTable.From([new("a", "b", 1)]);

        Assert.Throws<ArgumentOutOfRangeException>(() => EloRating.Fit(battles, k: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => EloRating.Fit(battles, initial: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => EloRating.Fit(battles, logisticBase: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => EloRating.Fit(battles, scale: -1));
    }
}
