using Arena.Core;
using Arena.Core.Learning;
using Arena.Core.Ratings;
using CsCheck;

namespace Arena.Tests.Ratings;

public sealed class RankListRatingTests
{
    private const double SmallRidge = 1e-9;

    public static TheoryData<RankedListLoss> Losses =>
        [new RankListLoss(), new RankNetLoss(), new ListMleLoss(), new SkipWiseRankListLoss(2)];

    /// <summary>Small tables in which every contestant beats every other now and then.</summary>
    private static Gen<Battle[]> Battles { get; } =
        from clusters in Gen.Int[1, 6]
        from battles in Gen.Select(Gen.Int[0, 4], Gen.Int[1, 4], Gen.OneOfConst(0, 0.5, 1), Gen.Int[0, clusters - 1]).Array[10, 60]
        select battles
            .Select(b => new Battle($"m{b.Item1}", $"m{(b.Item1 + b.Item2) % 5}", b.Item3, 1, $"p{b.Item4}"))
            .ToArray();

    [Theory]
    [MemberData(nameof(Losses))]
    public void Fit_BattlesWithoutClusters_IsBradleyTerryWithHalfWins(RankedListLoss loss)
    {
        Battles.Sample(
            battles =>
            {
                // One further win over everybody, both ways, keeps the likelihood's maximum finite.
                var all =
                    from a in Enumerable.Range(0, 5)
                    from b in Enumerable.Range(0, 5)
                    where a != b
                    select new Battle($"m{a}", $"m{b}", 1);
                var table = BattleTable.From([.. battles.Select(battle => battle with { Cluster = null }), .. all]);
                var fit = new RankListRating(table, loss, SmallRidge).Fit();
                Assert.True(fit.IsConverged);
                Assert.All(BradleyTerry(table).Zip(fit.Scores), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
            },
            iter: 20);
    }

    [Fact]
    public void Fit_FoodVotes_IsTheBradleyTerryOfEvalica()
    {
        var battles = EvalicaFiles.Battles("food");
        var golden = EvalicaFiles.Golden("food", "bradley_terry", battles.Contestants).Select(x => Math.Log(x)).ToArray();

        var fit = new RankListRating(battles, ridge: SmallRidge).Fit();

        // The published scores were found with a tolerance of 1e-6.
        Assert.All(golden.Zip(fit.Scores), pair => Assert.Equal(pair.First - golden.Average(), pair.Second, 1e-4));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Fit_PromptsWithTwoContestants_IsTheSameAsWithoutClusters(RankedListLoss loss)
    {
        Battle[] battles = [new("a", "b", 1), new("b", "a", 1), new("b", "c", 0.5), new("c", "a", 0.3), new("c", "b", 1)];

        var lone = new RankListRating(BattleTable.From(battles), loss).Fit();
        var prompts = new RankListRating(BattleTable.From(battles.Select((battle, i) => battle with { Cluster = $"p{i}" })), loss).Fit();

        Assert.Equal(lone.Scores, prompts.Scores);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Fit_PlackettLucePrompts_RecoversTheOrder(RankedListLoss loss)
    {
        double[] truth = [1.5, 0.9, 0.3, -0.3, -0.9, -1.5];

        var rating = new RankListRating(BattleTable.From(PlackettLuce(truth, prompts: 500, seed: 3)), loss);
        var fit = rating.Fit();

        Assert.True(fit.IsConverged);
        Assert.Equal(["m0", "m1", "m2", "m3", "m4", "m5"], rating.Contestants.OrderByDescending(name => ByName(rating, fit)[name]));
        Assert.Equal(0, fit.Scores.Sum(), 1e-12);
    }

    [Fact]
    public void Fit_PlackettLucePrompts_ListMleRecoversTheStrengths()
    {
        double[] truth = [1.5, 0.9, 0.3, -0.3, -0.9, -1.5];

        var rating = new RankListRating(BattleTable.From(PlackettLuce(truth, prompts: 5000, seed: 4)), new ListMleLoss());
        var scores = ByName(rating, rating.Fit());

        // Standard errors are some 0.02 with 5,000 lists.
        Assert.All(truth.Index(), strength => Assert.Equal(strength.Item, scores[$"m{strength.Index}"], 0.08));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Fit_AtTheScores_GradientOfTheListsBalancesTheRidge(RankedListLoss loss)
    {
        // Against the loss as the surrogate uses it: list by list, from labels, by its public method.
        Battle[] battles = [.. PlackettLuce([1, 0.5, 0, -0.5], prompts: 30, seed: 5)];
        const double Ridge = 0.5;

        var rating = new RankListRating(BattleTable.From(battles), loss, Ridge);
        var byName = ByName(rating, rating.Fit());
        double[] scores = [.. Enumerable.Range(0, 4).Select(c => byName[$"m{c}"])];

        var total = scores.Select(score => Ridge * score).ToArray();
        foreach (var prompt in battles.GroupBy(battle => battle.Cluster))
        {
            var wins = Enumerable.Range(0, 4).Select(c => (double)prompt.Count(battle => battle.First == $"m{c}")).ToArray();
            var gradient = new double[4];
            loss.Evaluate(scores, wins, gradient);
            for (var c = 0; c < 4; c++)
            {
                total[c] += gradient[c];
            }
        }

        Assert.All(total, derivative => Assert.Equal(0, derivative, 1e-7));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Fit_WeightsOfClusters_IsTheFitOfTheResampledPrompts(RankedListLoss loss)
    {
        Gen.Select(Battles, Gen.Int[0, 3].Array[6]).Sample(
            (battles, draws) =>
            {
                var rating = new RankListRating(BattleTable.From(battles), loss);
                var names = battles.Select(battle => battle.Cluster).Distinct().ToArray();
                var weights = names.Select((_, c) => (double)draws[c]).ToArray();
                var resampled = names.SelectMany((name, c) => Enumerable.Range(0, draws[c]).SelectMany(copy => battles
                    .Where(battle => battle.Cluster == name)
                    .Select(battle => battle with { Cluster = $"{name}-{copy}" })));
                var expected = new RankListRating(BattleTable.From(resampled), loss);
                var scores = ByName(expected, expected.Fit());

                var fit = rating.Fit(weights);

                Assert.True(fit.IsConverged);
                for (var c = 0; c < rating.Contestants.Count; c++)
                {
                    Assert.Equal(scores.GetValueOrDefault(rating.Contestants[c]), fit.Scores[c], 1e-6);
                }
            },
            iter: 20);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Fit_EveryListTwice_KeepsTheOptimum(RankedListLoss loss)
    {
        Battles.Sample(
            battles =>
            {
                var rating = new RankListRating(BattleTable.From(battles), loss, ridge: 0.1);
                var copies = battles.Select(battle => battle with { Cluster = battle.Cluster + "'" });
                var twice = new RankListRating(BattleTable.From([.. battles, .. copies]), loss, ridge: 0.2);

                Assert.Equal(rating.ListCount, twice.ListCount);
                Assert.All(rating.Fit().Scores.Zip(twice.Fit().Scores), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
            },
            iter: 20);
    }

    [Fact]
    public void Fit_EveryBattleTwiceInSwappedOrder_ChangesNothing()
    {
        Battles.Sample(
            battles =>
            {
                var swapped = battles.Select(b => b with { First = b.Second, Second = b.First, Outcome = 1 - b.Outcome });
                var once = new RankListRating(BattleTable.From(battles)).Fit();
                var twice = new RankListRating(BattleTable.From([.. battles, .. swapped])).Fit();
                Assert.All(once.Scores.Zip(twice.Scores), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
            },
            iter: 20);
    }

    [Fact]
    public void Fit_FromScoresOfASimilarFit_FindsTheSameInFewerSteps()
    {
        var rating = new RankListRating(BattleTable.From(PlackettLuce([1.5, 0.5, 0, -0.5, -1.5], prompts: 200, seed: 6)));
        var weights = Enumerable.Range(0, rating.ClusterCount).Select(c => c % 10 == 0 ? 2.0 : 1).ToArray();
        var cold = rating.Fit(weights);

        var warm = rating.Fit(weights, [.. rating.Fit().Scores]);

        Assert.All(cold.Scores.Zip(warm.Scores), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
        Assert.True(warm.Iterations < cold.Iterations);
        Assert.Equal(0, rating.Fit(weights, [.. warm.Scores]).Iterations);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Fit_ContestantAlwaysOnTop_HasAFiniteScore(RankedListLoss loss)
    {
        Battle[] battles = [new("top", "a", 1, 1, "p"), new("a", "b", 1, 1, "p"), new("top", "b", 1, 1, "q"), new("b", "a", 1, 1, "q")];

        var fit = new RankListRating(BattleTable.From(battles), loss).Fit();

        Assert.True(fit.IsConverged);
        Assert.InRange(fit.Scores[0], 2, 10);
        Assert.Equal(fit.Scores.Max(), fit.Scores[0]);
    }

    [Fact]
    public void Fit_NearlyNoRidge_ConvergesWhereScoresAreVeryFarApart()
    {
        var ladder = Enumerable.Range(0, 30).Select(i => new Battle($"m{i}", $"m{i + 1}", 1));

        var fit = new RankListRating(BattleTable.From(ladder), ridge: 1e-12).Fit();

        Assert.True(fit.IsConverged);
        Assert.True(fit.Scores[0] - fit.Scores[^1] > PlainStrength.MaxRange);
        Assert.Equal(fit.Scores.OrderDescending(), fit.Scores);
    }

    [Fact]
    public void Fit_SharesEqualButForRounding_AreTied()
    {
        // 0.1 + 0.2 is not 0.3 in binary.
        var table = BattleTable.From(
        [
            new("a", "c", 0.1, 1, "p"), new("a", "c", 0.2, 1, "p"), new("a", "c", 0.6, 1, "p"),
            new("b", "d", 0.6, 1, "p"), new("b", "d", 0.2, 1, "p"), new("b", "d", 0.1, 1, "p"),
        ]);

        var fit = new RankListRating(table).Fit();

        Assert.Equal(fit.Scores[0], fit.Scores[2], 1e-9);
        Assert.Equal(fit.Scores[1], fit.Scores[3], 1e-9);
        Assert.True(fit.Scores[1] > fit.Scores[0]);
    }

    [Fact]
    public void Fit_NothingDecided_GivesZero()
    {
        var ties = new RankListRating(BattleTable.From([new("a", "b", 0.5, 1, "p"), new("b", "c", 0.5, 1, "p")])).Fit();
        var empty = new RankListRating(BattleTable.From([])).Fit();

        Assert.Equal([0, 0, 0], ties.Scores);
        Assert.Empty(empty.Scores);
        Assert.True(ties.IsConverged && empty.IsConverged);
    }

    [Fact]
    public void Constructor_EqualLists_AreKeptOnce()
    {
        var table = BattleTable.From(
        [
            new("a", "b", 1, 1, "p"), new("b", "c", 1, 1, "p"), new("b", "c", 1, 9, "q"), new("a", "b", 1, 1, "q"),
            new("c", "b", 1, 1, "r"), new("b", "a", 1, 1, "r"), new("a", "b", 1), new("b", "a", 0),
        ]);

        var rating = new RankListRating(table);

        // a > b > c, twice although the battles weigh differently: b's share is ½ in p and 0.9 in q; c > b > a; a > b, twice.
        Assert.Equal(3, rating.ListCount);
        Assert.Equal(5, rating.ClusterCount);
    }

    [Fact]
    public void Fit_InvalidArguments_Throws()
    {
        var table = BattleTable.From([new("a", "b", 1, 1, "p"), new("b", "a", 1, 1, "q")]);
        var rating = new RankListRating(table);

        Assert.Throws<ArgumentException>(() => rating.Fit([1]));
        Assert.Throws<ArgumentException>(() => rating.Fit([1, -1]));
        Assert.Throws<ArgumentException>(() => rating.Fit([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => rating.Fit([1, 1], [0, 0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RankListRating(table, ridge: 0));
    }

    [Fact]
    public void Fit_CrowdVotes_ConvergesWithEveryBootstrapWeight()
    {
        var battles = File.ReadLines(Repository.Shared("llmfao", "crowd-comparisons.csv")).Skip(1).Select(line => line.Split(','))
            .Select(row => new Battle(row[6], row[7], row[5] switch { "left" => 1, "right" => 0, _ => 0.5 }, 1, row[1]));
        var rating = new RankListRating(BattleTable.From(battles));
        var random = new Random(8);

        var fit = rating.Fit();

        Assert.True(fit.IsConverged);
        Assert.Equal((59, 13), (rating.Contestants.Count, rating.ClusterCount));
        for (var replicate = 0; replicate < 50; replicate++)
        {
            var weights = new double[rating.ClusterCount];
            for (var draw = 0; draw < weights.Length; draw++)
            {
                weights[random.Next(weights.Length)]++;
            }

            Assert.True(rating.Fit(weights, [.. fit.Scores]).IsConverged);
        }
    }

    private static Dictionary<string, double> ByName(RankListRating rating, RankListFit fit) =>
        rating.Contestants.Zip(fit.Scores).ToDictionary();

    /// <summary>Bradley–Terry with ties as half-wins by Zermelo's iteration: slow, simple and another way than ours.</summary>
    private static double[] BradleyTerry(BattleTable table)
    {
        var n = table.Contestants.Count;
        var points = WinRate.Points(table);
        var strengths = Enumerable.Repeat(1.0, n).ToArray();
        for (var round = 0; round < 5000; round++)
        {
            var shares = new double[n];
            for (var i = 0; i < table.Count; i++)
            {
                var share = 1 / (strengths[table.First[i]] + strengths[table.Second[i]]);
                shares[table.First[i]] += share;
                shares[table.Second[i]] += share;
            }

            strengths = [.. points.Zip(shares, (won, share) => won / share)];
        }

        var logs = strengths.Select(x => Math.Log(x)).ToArray();
        return [.. logs.Select(log => log - logs.Average())];
    }

    /// <summary>Prompts on which all contestants m0, m1, … are ranked by strength plus Gumbel noise and meet each other once.</summary>
    private static IEnumerable<Battle> PlackettLuce(double[] strengths, int prompts, int seed)
    {
        var random = new Random(seed);
        for (var prompt = 0; prompt < prompts; prompt++)
        {
            var noisy = strengths.Select(strength => strength - Math.Log(-Math.Log(random.NextDouble()))).ToArray();
            var ranked = Enumerable.Range(0, strengths.Length).OrderByDescending(c => noisy[c]).ToArray();
            for (var i = 0; i < ranked.Length; i++)
            {
                for (var j = i + 1; j < ranked.Length; j++)
                {
                    yield return new Battle($"m{ranked[i]}", $"m{ranked[j]}", 1, 1, $"p{prompt}");
                }
            }
        }
    }
}
