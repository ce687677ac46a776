using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.Statistics;

namespace Arena.Tests.Ratings;

public sealed class BaselineWinRatesTests
{
    [Fact]
    public void Create_WeightedBattlesInBothPlaces_AreSharesOfThePoints()
    {
        var battles = BattleTable.From(
        [
            new("base", "x", 0, 3, "p1"), new("x", "base", 0.5, 1, "p2"), new("x", "base", 0, 1, "p3"),
            new("y", "base", 1, 1, "p1"), new("x", "y", 1, 1, "p1"),
        ]);

        var rates = BaselineWinRates.Create(battles, "base");

        Assert.Equal(["y", "x"], rates.Contestants.Select(rate => rate.Name));
        Assert.Equal((3.5 / 5, 3, 3), (rates.Contestants[1].WinRate.Value, rates.Contestants[1].Battles, rates.Contestants[1].Prompts));
        Assert.Equal((0, 1), (rates.Contestants[1].WinRate.Interval.Lower, rates.Contestants[1].WinRate.Interval.Upper));
        Assert.True(double.IsNaN(rates.Contestants[0].WinRate.Interval.Lower), "one prompt tells nothing of others");
        Assert.Null(rates.Contestants[0].LengthControlled);
    }

    [Fact]
    public void Create_ABaselineThatNobodyMet_IsRefused() => Assert.Contains(
        "nobody met",
        Assert.Throws<ArgumentException>(() => BaselineWinRates.Create(BattleTable.From([new("x", "y", 1, 1, "p")]), "base")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Create_AResponseOfUnknownLength_IsRefused() => Assert.Contains(
        "no response of x to prompt p",
        Assert.Throws<ArgumentException>(() => BaselineWinRates.Create(BattleTable.From([new("x", "base", 1, 1, "p")]), "base", lengthOf: (_, _) => null)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Create_AJudgeThatLikesLength_IsControlledForIt()
    {
        var world = new LengthWorld(seed: 1, prompts: 600, contestants: 6);

        var rates = BaselineWinRates.Create(world.Battles, "base", lengthOf: world.LengthOf);

        // Every contestant is as good as the baseline but for its length.
        Assert.InRange(rates.Contestants.Single(rate => rate.Name == "c5").WinRate.Value, 0.6, 1);
        Assert.InRange(rates.Contestants.Single(rate => rate.Name == "c0").WinRate.Value, 0, 0.4);
        Assert.All(rates.Contestants, rate => Assert.InRange(rate.LengthControlled!.Value.Value, 0.4, 0.6));
    }

    [Fact]
    public void Create_ResponsesOfEqualLength_ChangesNothingButByThePriors()
    {
        var world = new LengthWorld(seed: 2, prompts: 300, contestants: 4);

        var rates = BaselineWinRates.Create(world.Battles, "base", lengthOf: (_, _) => 100);

        Assert.All(rates.Contestants, rate => Assert.Equal(rate.WinRate.Value, rate.LengthControlled!.Value.Value, 0.002));
    }

    [Fact]
    public void Create_ManyTimes_LengthControlledIntervalsHoldWhatHolds()
    {
        var (covered, all) = (0, 0);
        for (var seed = 1; seed <= 150; seed++)
        {
            var world = new LengthWorld(seed, prompts: 150, contestants: 3, effect: 0.7);
            foreach (var rate in BaselineWinRates.Create(world.Battles, "base", lengthOf: world.LengthOf).Contestants)
            {
                covered += rate.LengthControlled!.Value.Interval.Contains(0.5) ? 1 : 0;
                all++;
            }
        }

        Assert.InRange((double)covered / all, 0.91, 0.99);
    }

    [Fact]
    public void Create_OneContestant_IsControlledWithoutTheEaseOfPrompts()
    {
        var world = new LengthWorld(seed: 3, prompts: 400, contestants: 1);

        var rate = Assert.Single(BaselineWinRates.Create(world.Battles, "base", lengthOf: world.LengthOf).Contestants);

        Assert.InRange(rate.LengthControlled!.Value.Value, 0.42, 0.58);
    }

    /// <summary>A judge to whom all contestants are equal to the baseline but for length, on prompts that differ in how easy they are to win.</summary>
    private sealed class LengthWorld
    {
        private readonly Dictionary<(string, string), int> _lengths = [];

        public LengthWorld(long seed, int prompts, int contestants, double effect = 1.5)
        {
            var random = new DeterministicRandom(seed);
            var battles = new List<Battle>();
            for (var p = 0; p < prompts; p++)
            {
                var ease = random.NextDouble() - 0.5;
                _lengths.Add(($"p{p}", "base"), 1000 + random.NextInt(400));
                for (var c = 0; c < contestants; c++)
                {
                    // c0 is shorter than the baseline by about as much as the last is longer.
                    _lengths.Add(($"p{p}", $"c{c}"), 900 + (30 * ((2 * c) - contestants + 1)) + random.NextInt(600));
                    var longer = _lengths[($"p{p}", $"c{c}")] - _lengths[($"p{p}", "base")];
                    var odds = (effect * Math.Tanh(longer / 210.0)) + ease;
                    battles.Add(new($"c{c}", "base", random.NextDouble() < 1 / (1 + Math.Exp(-odds)) ? 1 : 0, 1, $"p{p}"));
                }
            }

            Battles = BattleTable.From(battles);
        }

        public BattleTable Battles { get; }

        public int? LengthOf(string prompt, string contestant) => _lengths.TryGetValue((prompt, contestant), out var length) ? length : null;
    }
}
