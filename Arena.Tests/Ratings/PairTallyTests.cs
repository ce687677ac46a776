using Arena.Core.Ratings;
using CsCheck;

namespace Arena.Tests.Ratings;

public sealed class PairTallyTests
{
    private static readonly Gen<(double Outcome, double Weight)> AnyBattle = Gen.Select(
        Gen.OneOf(Gen.OneOfConst(0, 0.5, 1, double.Epsilon, 1e-30, 1 - 1e-16), Gen.Double[0, 1]),
        Gen.OneOf(Gen.Const(1.0), Gen.Double[PairTally.LeastWeight, 8], Gen.Double[-30, 30].Select(x => Math.Pow(2, x))));

    [Fact]
    public void Of_Outcomes_AreCountedAsWinTieOrLoss()
    {
        Assert.Equal((1, 1, 0, 0), Counts(PairTally.Of(1)));
        Assert.Equal((1, 0, 1, 0), Counts(PairTally.Of(0)));
        Assert.Equal((1, 0, 0, 0), Counts(PairTally.Of(0.5)));
        Assert.Equal((1, 1, 0, 1), Counts(PairTally.Of(0.7)));
        Assert.Equal((1, 0, 1, 1), Counts(PairTally.Of(0.3)));

        static (long, long, long, long) Counts(PairTally tally) => (tally.Battles, tally.Wins, tally.Losses, tally.Soft);
    }

    [Fact]
    public void Of_WeightsAndSharesFrom2ToMinus12_AreKeptAsTheyAre()
    {
        Gen.Select(Gen.Double[0, 1], Gen.Double[-12, 30].Select(x => Math.Pow(2, x))).Sample((outcome, weight) =>
        {
            var (win, tie) = (PairTally.Of(1, weight), PairTally.Of(0.5, weight));
            Assert.Equal((weight, 0, 0), (win.Won, win.Tied, win.Lost));
            Assert.Equal((0, weight, 0), (tie.Won, tie.Tied, tie.Lost));
            if (weight * outcome >= 1.0 / 4096 && outcome != 0.5)
            {
                Assert.Equal(weight * outcome, PairTally.Of(outcome, weight).Won);
            }
        });
    }

    [Fact]
    public void Of_AnyBattle_LosesNoWeightAndNoPoint()
    {
        AnyBattle.Sample(battle =>
        {
            var tally = PairTally.Of(battle.Outcome, battle.Weight);

            Assert.True(tally.IsPossible);
            Assert.Equal(battle.Weight, tally.Won + tally.Tied + tally.Lost, 1e-15 * Math.Max(1, battle.Weight));
            Assert.Equal(battle.Outcome > 0 && battle.Outcome != 0.5, tally.Won > 0);
            Assert.Equal(battle.Outcome < 1 && battle.Outcome != 0.5, tally.Lost > 0);
        });
    }

    [Theory]
    [InlineData(-0.1, 1)]
    [InlineData(1.1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    [InlineData(1, 1e-10)]
    [InlineData(1, 1e10)]
    [InlineData(1, double.NaN)]
    [InlineData(1, double.PositiveInfinity)]
    public void Of_OutOfRange_Throws(double outcome, double weight) =>
        Assert.Throws<ArgumentException>(() => PairTally.Of(outcome, weight));

    [Fact]
    public void Swapped_AnyBattles_AreThoseOfTheOtherSide()
    {
        AnyBattle.Array[0, 20].Sample(battles =>
        {
            var tally = battles.Aggregate(default(PairTally), (sum, battle) => sum + PairTally.Of(battle.Outcome, battle.Weight));

            Assert.Equal((tally.Lost, tally.Tied, tally.Won), (tally.Swapped.Won, tally.Swapped.Tied, tally.Swapped.Lost));
            Assert.Equal(tally, tally.Swapped.Swapped);
            Assert.True(tally.Swapped.IsPossible);
        });
    }

    [Fact]
    public void IsPossible_MoreTakenAwayThanThereIs_IsFalse()
    {
        var two = PairTally.Of(1) + PairTally.Of(0.5, 2);

        Assert.True((two - PairTally.Of(1)).IsPossible);
        Assert.True((two - PairTally.Of(1) - PairTally.Of(0.5, 2)).IsPossible);
        Assert.False((two - PairTally.Of(0)).IsPossible);
        Assert.False((two - PairTally.Of(1, 2)).IsPossible);
        Assert.False((two - PairTally.Of(1) - PairTally.Of(1)).IsPossible);
        Assert.False((two - PairTally.Of(1) - PairTally.Of(0.5)).IsPossible);
        Assert.False((two - PairTally.Of(0.7)).IsPossible);
        Assert.False((default(PairTally) - PairTally.Of(1)).IsPossible);
    }
}
