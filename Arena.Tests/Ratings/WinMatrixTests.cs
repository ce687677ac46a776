using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Ratings;

public sealed class WinMatrixTests
{
    private static readonly RatingOptions NoIntervals = new() { Intervals = IntervalMethod.None };

    public static MatrixTheoryData<RatingModel, double> Models { get; } = new(
        [RatingModel.BradleyTerry, RatingModel.Davidson, RatingModel.RaoKupper], [0, 0.7]);

    /// <summary>Battles of a few contestants with any weights and outcomes, connected or not.</summary>
    private static Gen<Battle[]> AnyBattles(int most) => Gen.Select(
        Gen.Int[0, 5],
        Gen.Int[1, 5],
        Gen.OneOf(Gen.OneOfConst(0, 0.5, 1), Gen.Double[0, 1]),
        Gen.OneOf(Gen.Const(1.0), Gen.Double[1e-6, 1e4])).Select((first, step, outcome, weight) =>
            new Battle($"m{first}", $"m{(first + step) % 6}", outcome, weight)).Array[0, most];

    [Fact]
    public void ToString_OfATally_SaysWhatItHoldsAndEnds() =>
        Assert.Equal("2 battles, 1 won, 0 lost, 1 of them soft; weights 0.75 won, 1 tied, 0.25 lost", $"{PairTally.Of(0.75) + PairTally.Of(0.5)}");

    [Fact]
    public void AddAndRemove_AnyOrder_GiveTheMatrixAndFitOfARebuild()
    {
        Gen.Select(AnyBattles(60), AnyBattles(30), Gen.Long).Sample((kept, changed, seed) =>
        {
            // Everything is added and some of it taken away again, in a random order in which nothing goes before it came.
            var random = new DeterministicRandom(seed);
            List<(double When, Battle Battle, bool IsAdded)> acts = [];
            foreach (var battle in kept)
            {
                acts.Add((random.NextDouble(), battle, true));
            }

            foreach (var battle in changed)
            {
                var come = random.NextDouble();
                acts.Add((come, battle, true));
                acts.Add((come + random.NextDouble(), battle, false));
            }

            var matrix = new WinMatrix();
            foreach (var (_, battle, isAdded) in acts.OrderBy(act => act.When))
            {
                if (isAdded)
                {
                    matrix.Add(battle);
                }
                else
                {
                    matrix.Remove(battle);
                }
            }

            AssertSame(WinMatrix.From(BattleTable.From(kept)), matrix);
        });
    }

    [Fact]
    public void AddMatrix_AnyParts_GiveTheMatrixOfAll()
    {
        Gen.Select(AnyBattles(40), AnyBattles(40), AnyBattles(40)).Sample((a, b, c) =>
        {
            var (left, right) = (Of(a), Of(c));
            left.Add(Of(b));
            left.Add(Of(c));
            right.Add(Of(a));
            right.Add(Of(b));

            AssertSame(Of([.. a, .. b, .. c]), left);
            AssertSame(left, right);
        });
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_RandomBattles_AgreesWithTheFitOfTheBattles(RatingModel model, double ridge)
    {
        RandomBattles.Connected(soft: model == RatingModel.BradleyTerry, weighted: true).Sample(
            battles =>
            {
                var options = NoIntervals with { Model = model, Ridge = ridge };
                var matrix = WinMatrix.From(battles);

                var (expected, fit) = (Rating.Fit(battles, options), Rating.Fit(matrix, options));

                Assert.True(fit.Converged);
                AssertNear(expected, fit, 1e-10);
                Assert.Equal(Lines(Leaderboard.Create(battles, expected)), Lines(Leaderboard.Create(matrix, fit)));
            },
            iter: 60);
    }

    [Theory]
    [InlineData(RatingModel.BradleyTerry)]
    [InlineData(RatingModel.Davidson)]
    [InlineData(RatingModel.RaoKupper)]
    public void Fit_SumsThatDoublesHoldExactly_IsTheFitOfTheBattlesToTheLastBit(RatingModel model)
    {
        // The table names contestants and pairs in the matrix's order, and all weights are multiples of 1/4.
        var outcome = model == RatingModel.BradleyTerry ? Gen.OneOfConst(0, 0.25, 0.5, 0.75, 1) : Gen.OneOfConst(0, 0.5, 1);
        Gen.Select(Gen.Int[0, 9], outcome, Gen.Int[1, 40]).Array[1, 200].Sample(
            rows =>
            {
                var pairs = (from i in Enumerable.Range(0, 5) from j in Enumerable.Range(i + 1, 4 - i) select (i, j)).ToArray();
                var battles = BattleTable.From(
                [
                    .. pairs.SelectMany(pair => new[] { 1, 0.5, 0 }.Select(y => new Battle($"m{pair.i}", $"m{pair.j}", y))),
                    .. rows.Select(row => new Battle($"m{pairs[row.Item1].i}", $"m{pairs[row.Item1].j}", row.Item2, row.Item3 / 4.0)),
                ]);
                var options = NoIntervals with { Model = model };

                var (expected, fit) = (Rating.Fit(battles, options), Rating.Fit(WinMatrix.From(battles), options));

                Assert.Equal(expected.LogStrengths, fit.LogStrengths);
                Assert.Equal(expected.Parameters, fit.Parameters);
                Assert.Equal(expected.Iterations, fit.Iterations);
            },
            iter: 100);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_FromAFormerFit_ReachesTheSameSooner(RatingModel model, double ridge)
    {
        var options = NoIntervals with { Model = model, Ridge = ridge };
        Gen.Select(RandomBattles.Connected(soft: false, weighted: true), Gen.Int[0, 2]).Sample(
            (battles, winner) =>
            {
                var matrix = WinMatrix.From(battles);
                var former = Rating.Fit(matrix, options);
                matrix.Add(new Battle($"m{winner}", $"m{(winner + 1) % 3}", 1, 0.01));

                var (cold, warm) = (Rating.Fit(matrix, options), Rating.Fit(matrix, options, former));

                Assert.True(warm.Converged);
                Assert.True(warm.Iterations <= cold.Iterations, $"{warm.Iterations} iterations after {cold.Iterations}");
                AssertNear(cold, warm, 1e-9);
            },
            iter: 60);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_FromAnythingAtAll_ReachesTheMaximum(RatingModel model, double ridge)
    {
        // Another model's fit, of other contestants, far away, and without a tie.
        var options = NoIntervals with { Model = model, Ridge = ridge };
        var other = Rating.Fit(Of([new("m1", "x", 1), new("x", "m1", 1)]), NoIntervals with { Model = model });
        Gen.Select(RandomBattles.Connected(soft: false, weighted: true), Gen.Double[-500, 500].Array[2]).Sample(
            (battles, strengths) =>
            {
                var matrix = WinMatrix.From(battles);

                var warm = Rating.Fit(matrix, options, other with { LogStrengths = strengths });

                Assert.True(warm.Converged);
                AssertNear(Rating.Fit(matrix, options), warm, 1e-9);
            },
            iter: 60);
    }

    [Fact]
    public void Fit_FromBeforeTwoGroupsMet_CentresAllOnOneMean()
    {
        var matrix = Of([new("a", "b", 1), new("b", "a", 1), new("b", "a", 1), new("c", "d", 1), new("c", "d", 1), new("d", "c", 1)]);
        var former = Rating.Fit(matrix, NoIntervals);
        matrix.Add(new Battle("b", "c", 0.5, 3));
        matrix.Add(new Battle("e", "a", 0.5));

        var fit = Rating.Fit(matrix, NoIntervals, former);

        Assert.Equal(0, fit.LogStrengths.Sum(), 1e-9);
        AssertNear(Rating.Fit(matrix, NoIntervals), fit, 1e-9);
    }

    [Fact]
    public void Create_SomebodyTookEveryPoint_BoundHoldsAsIfAllWereOnOnePrompt()
    {
        Battle[] battles =
        [
            .. Enumerable.Repeat(new Battle("a", "b", 1), 3), new("b", "a", 1),
            .. Enumerable.Repeat(new Battle("top", "a", 1), 5), new("b", "top", 0), new("low", "a", 0), new("b", "low", 1, 7),
        ];
        var matrix = Of(battles);
        var onePrompt = BattleTable.From(battles.Select(battle => battle with { Cluster = "p" }));

        var leaderboard = Leaderboard.Create(matrix, Rating.Fit(matrix, NoIntervals));

        Assert.Equal(Lines(Leaderboard.Create(onePrompt, Rating.Fit(onePrompt, NoIntervals))), Lines(leaderboard));
        Assert.Equal((Standing.NeverLost, Standing.NeverWon), (leaderboard.Entries[0].Standing, leaderboard.Entries[^1].Standing));
        Assert.Null(leaderboard.Prompts);
        Assert.Equal(battles.Length, leaderboard.Battles);
    }

    [Fact]
    public void Create_FitOfOtherContestants_Throws()
    {
        var matrix = Of([new("a", "b", 1), new("b", "a", 1)]);
        var fit = Rating.Fit(matrix, NoIntervals);
        matrix.Add(new Battle("a", "c", 1));

        Assert.Throws<ArgumentException>(() => Leaderboard.Create(matrix, fit));
    }

    [Fact]
    public void Remove_BattleThatWasNotAdded_ThrowsAndChangesNothing()
    {
        var matrix = Of([new("a", "b", 1), new("b", "c", 0.5, 2)]);

        Assert.Throws<ArgumentException>(() => matrix.Remove(new Battle("a", "b", 0)));
        Assert.Throws<ArgumentException>(() => matrix.Remove(new Battle("a", "b", 1, 2)));
        Assert.Throws<ArgumentException>(() => matrix.Remove(new Battle("a", "c", 1)));
        Assert.Throws<ArgumentException>(() => matrix.Remove(new Battle("new", "b", 1)));

        AssertSame(Of([new("a", "b", 1), new("b", "c", 0.5, 2)]), matrix);
    }

    [Fact]
    public void Remove_LastBattleOfAContestant_ForgetsIt()
    {
        var matrix = Of([new("a", "b", 1), new("b", "c", 0.5, 2)]);

        matrix.Remove(new Battle("c", "b", 0.5, 2));

        Assert.Equal([("a", "b", PairTally.Of(1))], matrix.Pairs);
        Assert.Equal(1, matrix.Battles);
        Assert.Equal(["a", "b"], Rating.Fit(matrix, NoIntervals).Contestants);
    }

    [Theory]
    [InlineData("a", "a", 1, 1)]
    [InlineData("", "a", 1, 1)]
    [InlineData("a", "", 1, 1)]
    [InlineData("a", "b", 2, 1)]
    [InlineData("a", "b", 1, 1e12)]
    public void Add_BadBattle_ThrowsAndChangesNothing(string first, string second, double outcome, double weight)
    {
        var matrix = Of([new("a", "b", 1)]);

        Assert.ThrowsAny<ArgumentException>(() => matrix.Add(new Battle(first, second, outcome, weight)));

        AssertSame(Of([new("a", "b", 1)]), matrix);
    }

    [Fact]
    public void Fit_WhatAMatrixCannotGive_IsRefusedWithWhatToChoose()
    {
        var matrix = Of([new("a", "b", 1), new("b", "a", 1)]);

        Refused(new RatingOptions(), "so it has no intervals: choose none");
        Refused(new RatingOptions { Intervals = IntervalMethod.Bootstrap }, "so it has no intervals: choose none");
        Refused(NoIntervals with { Controls = RatingControls.Position }, "so it has no controls: choose none");
        Refused(NoIntervals with { Model = RatingModel.Elo }, "choose bt, davidson or rao-kupper");
        Refused(NoIntervals with { Model = RatingModel.RankList }, "choose bt, davidson or rao-kupper");
        matrix.Remove(new Battle("a", "b", 1));
        matrix.Remove(new Battle("b", "a", 1));
        Refused(NoIntervals, "there are no battles to rate");

        void Refused(RatingOptions options, string why) =>
            Assert.Contains(why, Assert.Throws<ArgumentException>(() => Rating.Fit(matrix, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_SoftOutcomesThatCameAndWent_AreNoHindranceToDavidson()
    {
        var matrix = Of([new("a", "b", 1), new("b", "a", 1), new("a", "b", 0.5)]);
        var options = NoIntervals with { Model = RatingModel.Davidson };
        var before = Rating.Fit(matrix, options);

        matrix.Add(new Battle("a", "b", 0.8));
        var e = Assert.Throws<ArgumentException>(() => Rating.Fit(matrix, options));
        matrix.Remove(new Battle("a", "b", 0.8));

        Assert.Contains("choose bt for soft verdicts", e.Message, StringComparison.Ordinal);
        Assert.Equal(before.LogStrengths, Rating.Fit(matrix, options).LogStrengths);
    }

    private static WinMatrix Of(IReadOnlyList<Battle> battles)
    {
        var matrix = new WinMatrix();
        foreach (var battle in battles)
        {
            matrix.Add(battle);
        }

        return matrix;
    }

    /// <summary>The same battles, and the same fit, to the last bit.</summary>
    private static void AssertSame(WinMatrix expected, WinMatrix actual)
    {
        Assert.Equal(expected.Battles, actual.Battles);
        Assert.Equal(expected.Pairs, actual.Pairs);
        if (expected.Battles > 0)
        {
            var (one, other) = (Rating.Fit(expected, NoIntervals), Rating.Fit(actual, NoIntervals));
            Assert.Equal(one.Contestants, other.Contestants);
            Assert.Equal(one.LogStrengths, other.LogStrengths);
            Assert.Equal((one.Iterations, one.GradientNorm), (other.Iterations, other.GradientNorm));
        }
    }

    private static void AssertNear(RatingFit expected, RatingFit actual, double tolerance)
    {
        var strengths = actual.Contestants.Zip(actual.LogStrengths).ToDictionary();
        Assert.Equal(expected.Contestants.Order(StringComparer.Ordinal), actual.Contestants);
        Assert.All(expected.Contestants.Zip(expected.LogStrengths), pair => Assert.Equal(pair.Second, strengths[pair.First], tolerance));
        Assert.All(expected.Parameters.Zip(actual.Parameters), pair => Assert.Equal(pair.First.Value, pair.Second.Value, 10 * tolerance));
        Assert.Equal(expected.Parameters.Count, actual.Parameters.Count);
        Assert.Equal(expected.Notes, actual.Notes);
    }

    /// <summary>What a leaderboard says, strengths and bounds to eight digits.</summary>
    private static IEnumerable<string> Lines(Leaderboard leaderboard) => leaderboard.Entries.Select(entry => FormattableString.Invariant(
        $"{entry.Group} {entry.Rank} {entry.RankLow}-{entry.RankHigh} {entry.Name} {entry.Standing} {entry.LogStrength + 10:0.00000000} {entry.Interval?.Lower:0.00000000} {entry.Interval?.Upper:0.00000000} {entry.Battles} {entry.Wins} {entry.Losses} {entry.Ties}"));
}
