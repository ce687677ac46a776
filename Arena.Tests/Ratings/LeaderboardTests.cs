using Arena.Core;
using Arena.Core.Ratings;
using CsCheck;
using static Arena.Tests.Ratings.CancellableRating;

namespace Arena.Tests.Ratings;

public sealed class LeaderboardTests
{
    /// <summary>a and b beat each other, a more often.</summary>
    private static readonly Battle[] Core =
        [new("a", "b", 1, 1, "p"), new("a", "b", 1, 1, "q"), new("b", "a", 1, 1, "r"), new("b", "a", 0.5, 1, "s")];

    public static TheoryData<RatingModel, IntervalMethod> Ways => new()
    {
        { RatingModel.BradleyTerry, IntervalMethod.Sandwich },
        { RatingModel.BradleyTerry, IntervalMethod.None },
        { RatingModel.BradleyTerry, IntervalMethod.Bootstrap },
        { RatingModel.Davidson, IntervalMethod.Sandwich },
        { RatingModel.RaoKupper, IntervalMethod.Sandwich },
        { RatingModel.RankList, IntervalMethod.Bootstrap },
        { RatingModel.Elo, IntervalMethod.None },
    };

    [Fact]
    public void Create_ContestantThatNeverLost_GetsTheBoundThatSolvesItsEquation()
    {
        // Three battles on two prompts: those on p count as half a battle each.
        Battle[] wins = [new("top", "a", 1, 1, "p"), new("b", "top", 0, 1, "p"), new("top", "a", 1, 1, "q")];

        var board = Rank(BattleTable.From([.. Core, .. wins]), new RatingOptions { Level = 0.9 });

        var top = board.Entries[0];
        Assert.Equal(("top", Standing.NeverLost, 1, 1), (top.Name, top.Standing, top.Rank, top.Group));
        Assert.Null(top.LogStrength);
        Assert.Equal((3, 3, 0, 0), (top.Battles, top.Wins, top.Losses, top.Ties));
        var (bound, theta) = (top.Interval!.Value, board.Entries.Where(e => e.LogStrength is not null).ToDictionary(e => e.Name, e => e.LogStrength!.Value));
        Assert.Equal(double.PositiveInfinity, bound.Upper);
        Assert.Equal(0.05, Math.Sqrt(Wins("a") * Wins("b")) * Wins("a"), 1e-9);
        Assert.Contains(board.Notes, note => note.StartsWith("top took every point", StringComparison.Ordinal));

        double Wins(string opponent) => 1 / (1 + Math.Exp(theta[opponent] - bound.Lower));
    }

    [Fact]
    public void Create_ContestantThatNeverWon_GetsTheMirrorImage()
    {
        Battle[] wins = [new("x", "a", 1, 1, "p"), new("x", "b", 1, 1, "q")];
        Battle[] losses = [.. wins.Select(battle => battle with { Outcome = 0 })];
        Battle[] even = [new("a", "b", 1, 1, "r"), new("b", "a", 1, 1, "s")];

        var best = Rank(BattleTable.From([.. even, .. wins]), new RatingOptions());
        var worst = Rank(BattleTable.From([.. even, .. losses]), new RatingOptions());

        var entry = worst.Entries[^1];
        Assert.Equal(("x", Standing.NeverWon, 3, 3), (entry.Name, entry.Standing, entry.Rank, entry.RankHigh));
        Assert.Equal(double.NegativeInfinity, entry.Interval!.Value.Lower);
        Assert.Equal(-best.Entries[0].Interval!.Value.Lower, entry.Interval.Value.Upper, 1e-9);
        Assert.Contains(worst.Notes, note => note.StartsWith("x took no point", StringComparison.Ordinal));
    }

    [Fact]
    public void Create_WinRepeatedOnTheSamePrompt_KeepsTheBound()
    {
        Battle win = new("top", "a", 1, 1, "p");

        var once = Rank(BattleTable.From([.. Core, win]), new RatingOptions());
        var often = Rank(BattleTable.From([.. Core, win, win, win with { First = "a", Second = "top", Outcome = 0 }]), new RatingOptions());

        Assert.Equal(once.Entries[0].Interval!.Value.Lower, often.Entries[0].Interval!.Value.Lower, 1e-9);
    }

    [Fact]
    public void Create_MorePromptsWon_RaisesTheBound()
    {
        var bounds = new[] { 1, 5, 50 }.Select(wins =>
            Rank(
                BattleTable.From([.. Core, .. Enumerable.Range(0, wins).Select(i => new Battle("top", "a", 1, 1, $"t{i}"))]),
                new RatingOptions()).Entries[0].Interval!.Value.Lower).ToArray();

        Assert.Equal(bounds.Order(), bounds);
        Assert.True(bounds[0] < 0 && bounds[2] > 0);
    }

    [Fact]
    public void Create_UndefeatedWithLittleEvidence_LeavesTheOthersRanksOpen()
    {
        // One win proves nothing: top may as well be the worst of the three.
        var board = Rank(BattleTable.From([.. Core, new("top", "b", 1, 1, "t")]), new RatingOptions());

        Assert.Equal((1, 1, 3), (board.Entries[0].Rank, board.Entries[0].RankLow, board.Entries[0].RankHigh));
        Assert.All(board.Entries.Skip(1), entry => Assert.Equal((1, 3), (entry.RankLow, entry.RankHigh)));
        Assert.Equal([1, 2, 3], board.Entries.Select(entry => entry.Rank));
    }

    [Fact]
    public void Create_TwoIslands_RanksEachByItselfAndSaysSo()
    {
        Battle[] other = [.. Core.Select(battle => battle with { First = battle.First + "'", Second = battle.Second + "'" })];
        Battle[] third = [new("c'", "a'", 1, 1, "x"), new("a'", "c'", 1, 1, "y")];

        var board = Rank(BattleTable.From([.. Core, .. other, .. third]), new RatingOptions());

        Assert.Equal(2, board.Groups);
        Assert.Equal([1, 1, 1, 2, 2], board.Entries.Select(entry => entry.Group));
        Assert.All(board.Entries.Take(3), entry => Assert.EndsWith("'", entry.Name, StringComparison.Ordinal));
        Assert.Equal(["a", "b"], board.Entries.Skip(3).Select(entry => entry.Name));
        Assert.Equal([1, 2], board.Entries.Skip(3).Select(entry => entry.Rank));
        Assert.Contains(board.Notes, note => note.StartsWith("No battle joins the 2 groups", StringComparison.Ordinal));
    }

    [Fact]
    public void Create_GroupsJoinedOneWay_SaysThatPointsWentOneWayOnly()
    {
        Battle[] lower = [.. Core.Select(battle => battle with { First = battle.First + "'", Second = battle.Second + "'" })];

        var board = Rank(BattleTable.From([.. Core, .. lower, new("a", "a'", 1, 1, "x")]), new RatingOptions());

        Assert.Equal(2, board.Groups);
        Assert.All(board.Entries, entry => Assert.Equal(Standing.Rated, entry.Standing));
        Assert.Contains(board.Notes, note => note.Contains("points went one way only", StringComparison.Ordinal));
    }

    [Fact]
    public void Create_OnePairAndOneWinner_RatesNobody()
    {
        var board = Rank(BattleTable.From([new("a", "b", 1, 1, "p"), new("a", "b", 1, 1, "q")]), new RatingOptions());

        Assert.Equal(2, board.Groups);
        Assert.All(board.Entries, entry =>
        {
            Assert.Equal(Standing.Unrated, entry.Standing);
            Assert.Null(entry.LogStrength);
            Assert.Null(entry.Rating);
            Assert.Null(entry.Interval);
        });
    }

    [Fact]
    public void Create_OnePairWithWinsOfBoth_IsRated()
    {
        var board = Rank(BattleTable.From(Core), new RatingOptions());

        // 2½ points of 4 are odds of 5 to 3.
        Assert.Equal([("a", 1, 2, 1, 1), ("b", 2, 1, 2, 1)], board.Entries.Select(e => (e.Name, e.Rank, e.Wins, e.Losses, e.Ties)));
        Assert.Equal(Math.Log(5 / 3.0) / 2, board.Entries[0].LogStrength!.Value, 1e-10);
        Assert.Equal(1000 + (400 * Math.Log10(5 / 3.0) / 2), board.Entries[0].Rating!.Value, 1e-8);
        Assert.Equal(4, board.Prompts);
    }

    [Fact]
    public void Create_EqualStrengths_ShareARank()
    {
        Battle[] ring = [new("a", "b", 1, 1, "p"), new("b", "a", 1, 1, "q"), new("a", "c", 1, 3, "r"), new("c", "a", 1, 1, "s"), new("b", "c", 1, 3, "t"), new("c", "b", 1, 1, "u")];

        var board = Rank(BattleTable.From(ring), new RatingOptions());

        Assert.Equal([("a", 1), ("b", 1), ("c", 3)], board.Entries.Select(entry => (entry.Name, entry.Rank)));
    }

    [Fact]
    public void Create_LeadOverNext_IsTheIntervalOfTheDifference()
    {
        var board = Rank(BattleTable.From([.. Core, new("b", "c", 1, 1, "x"), new("c", "b", 1, 1, "y"), new("b", "c", 1, 1, "z")]), new RatingOptions());

        for (var k = 0; k < 2; k++)
        {
            var (i, j) = (Index(board.Entries[k].Name), Index(board.Entries[k + 1].Name));
            Assert.Equal(board.Fit.Uncertainty!.IntervalOfDifference(i, j), board.Entries[k].LeadOverNext);
        }

        Assert.Null(board.Entries[2].LeadOverNext);

        int Index(string name) => board.Fit.Contestants.ToList().IndexOf(name);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Create_AnyBattles_ListsEveryoneOnceWithARankInItsRange(RatingModel model, IntervalMethod intervals)
    {
        // Few battles among many: groups, islands, undefeated and winless contestants all occur.
        var battle = Gen.Select(Gen.Int[0, 6], Gen.Int[1, 6], Gen.OneOfConst(0, 0.5, 1, 1), Gen.Int[0, 4]);
        battle.Array[1, 16].Where(all => all.Any(b => b.Item3 != 0.5)).Sample(
            all =>
            {
                var table = BattleTable.From(all.Select(b => new Battle($"m{b.Item1}", $"m{(b.Item1 + b.Item2) % 7}", b.Item3, 1, $"p{b.Item4}")));

                // A tie model has no maximum where the battles that count within groups are ties only.
                Leaderboard board;
                try
                {
                    board = Rank(table, new RatingOptions { Model = model, Intervals = intervals, Replicates = 10 });
                }
                catch (ArgumentException e) when (e.Message.StartsWith("every battle is a tie", StringComparison.Ordinal))
                {
                    Assert.True(model is RatingModel.Davidson or RatingModel.RaoKupper);
                    return;
                }

                Assert.Equal(table.Contestants.Order(), board.Entries.Select(entry => entry.Name).Order());
                Assert.Equal(2 * table.Count, board.Entries.Sum(entry => entry.Battles));
                foreach (var group in board.Entries.GroupBy(entry => entry.Group))
                {
                    Assert.All(group, entry =>
                    {
                        Assert.InRange(entry.RankLow, 1, entry.Rank);
                        Assert.InRange(entry.RankHigh, entry.Rank, group.Count());
                        Assert.Equal(entry.Battles, entry.Wins + entry.Losses + entry.Ties);
                        Assert.Equal(entry.Standing == Standing.Rated, entry.LogStrength is not null);
                        Assert.True(entry.Interval is null || entry.LogStrength is null || double.IsFinite(entry.Interval.Value.Width));
                    });
                    Assert.Equal(group.OrderBy(entry => entry.Rank).Select(entry => entry.Name), group.Select(entry => entry.Name));
                    Assert.Equal(1, group.Min(entry => entry.Rank));
                }
            },
            iter: 60);
    }
}
