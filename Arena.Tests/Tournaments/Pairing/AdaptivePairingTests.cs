using Arena.Core.Statistics;
using Arena.Core.Tournaments.Pairing;
using CsCheck;

namespace Arena.Tests.Tournaments.Pairing;

public sealed class AdaptivePairingTests
{
    private static readonly ComparisonPool Anchored = ComparisonPool.Anchored(6, 80, baseline: 5);

    private static readonly ComparisonPool RoundRobin = ComparisonPool.RoundRobin(5, 20);

    private static readonly Gen<ComparisonPool> Pools = Gen.Select(Gen.Int[2, 6], Gen.Int[1, 12], Gen.Bool, Gen.Int[0, 99]).Select(
        (contestants, prompts, isAnchored, holes) =>
        {
            // Some contestants have not answered some prompts.
            bool HasResponse(int contestant, int prompt) => ((contestant * 31) + (prompt * 17) + holes) % 7 != 0;
            return isAnchored
                ? ComparisonPool.Anchored(contestants, prompts, holes % contestants, HasResponse)
                : ComparisonPool.RoundRobin(contestants, prompts, HasResponse);
        });

    private static readonly Gen<AdaptivePairingOptions> AnyOptions = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 300], Gen.Int[1, 20], Gen.Double[0, 1], Gen.Double[0.3, 0.99], Gen.Bool, Gen.Long).Select(
        (top, budget, batch, audit, confidence, hasConfidence, seed) => new AdaptivePairingOptions
        {
            Goal = top == 0 ? RankingGoal.WholeRanking : RankingGoal.BestOf(top),
            Budget = budget,
            BatchSize = batch,
            AuditShare = audit,
            Confidence = hasConfidence ? confidence : null,
            Seed = seed,
        });

    [Fact]
    public void Plan_AnyPoolAndOptions_EndsWithinBudgetAndPlansNothingTwice() => Gen.Select(Pools, AnyOptions, Gen.Long).Sample(
        (pool, options, seed) =>
        {
            var played = Played.With(new AdaptivePairing(pool, options), Played.ByStrength(pool, seed));

            Assert.Equal(played.Comparisons.Distinct(), played.Comparisons);
            Assert.Subset(pool.Comparisons.ToHashSet(), played.Comparisons.ToHashSet());
            Assert.True(played.Comparisons.Count <= options.Budget);
            Assert.Equal(played.Stop == PairingStop.NothingLeft, played.Stop != PairingStop.Settled && played.Comparisons.Count == pool.Comparisons.Count);
            Assert.True(played.Stop != PairingStop.BudgetSpent || played.Comparisons.Count == options.Budget);
        },
        iter: 200);

    [Fact]
    public void Plan_KilledAndResumedAnywhere_JudgesTheSame() => Gen.Select(Pools, AnyOptions, Gen.Long, Gen.Int[0, 100]).Sample(
        (pool, options, seed, percent) =>
        {
            var points = Played.ByStrength(pool, seed);
            var whole = Played.With(new AdaptivePairing(pool, options), points);

            // A new strategy, told of any part of what the first run judged, as if the rest had been lost.
            var known = whole.Comparisons.Take(whole.Comparisons.Count * percent / 100).ToDictionary(comparison => comparison, points);
            var resumed = new AdaptivePairing(pool, options);
            PairingStep step;
            while ((step = resumed.Plan(known)).Stop is null)
            {
                known.Add(step.Comparisons[^1], points(step.Comparisons[^1]));
            }

            Assert.Equal(whole.Stop, step.Stop);
            Assert.Equal(whole.Comparisons.ToHashSet(), [.. known.Keys]);
        },
        iter: 100);

    [Fact]
    public void Plan_FirstBatch_JoinsAllContestants()
    {
        // A chain: only neighbours were ever compared, so every pair is needed.
        var chain = ComparisonPool.Of(9, 5, Enumerable.Range(0, 8).SelectMany(i => Enumerable.Range(0, 5).Select(p => new PlannedComparison(p, i, i + 1))));
        var step = new AdaptivePairing(chain, Options(RankingGoal.WholeRanking)).Plan(new Dictionary<PlannedComparison, double?>());

        Assert.Equal(8, step.Comparisons.Select(comparison => comparison.First).Distinct().Count());
    }

    [Fact]
    public void Plan_ClearWinner_IsSettledLongBeforeTheEnd()
    {
        // Contestants 4 and 3 win nearly always, the others hardly ever.
        var pool = ComparisonPool.Anchored(9, 300, baseline: 8);
        var strategy = new AdaptivePairing(pool, Options(RankingGoal.BestOf(2)) with { BatchSize = 10 });

        var played = Played.With(strategy, comparison => comparison.First is 3 or 4 == (comparison.Prompt % 10 != 0) ? 1 : 0);

        Assert.Equal(PairingStop.Settled, played.Stop);
        Assert.InRange(played.Comparisons.Count, 16, 300);
        Assert.Equal([3, 4], strategy.Estimate().Take(2).Select(estimate => estimate.Contestant).Order());
    }

    [Fact]
    public void Plan_TwoCloseContestantsAmongMany_SpendsOnThem()
    {
        // 0 and 1 differ little; 2 to 5 lie far below, and far from one another.
        double[] strengths = [0.80, 0.78, 0.6, 0.4, 0.2, 0.05];
        var pool = ComparisonPool.Anchored(7, 400, baseline: 6);
        var random = new DeterministicRandom(1);
        var points = pool.Comparisons.ToDictionary(comparison => comparison, comparison => random.NextDouble() < strengths[comparison.First] ? 1.0 : 0);
        var strategy = new AdaptivePairing(pool, Options(RankingGoal.WholeRanking) with { Budget = 1000, Confidence = null });

        Played.With(strategy, comparison => points[comparison]);

        var judged = strategy.Estimate().OrderBy(estimate => estimate.Contestant).Select(estimate => estimate.Judged).ToArray();
        Assert.True(Math.Min(judged[0], judged[1]) > judged[2..].Max(), string.Join(' ', judged));
        Assert.True(judged[0] + judged[1] > 500, string.Join(' ', judged));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Plan_NearlyEqualContestantsManyTimes_SettlesWronglyNoOftenerThanStated(bool isWhole)
    {
        const int Runs = 400;
        const double Confidence = 0.7;
        var pool = ComparisonPool.Anchored(5, 40, baseline: 4);
        var wrong = 0;
        for (var run = 0; run < Runs; run++)
        {
            var random = new DeterministicRandom(run);
            var points = pool.Comparisons.ToDictionary(comparison => comparison, _ => (double?)random.NextInt(2));
            var strategy = new AdaptivePairing(pool, Options(isWhole ? RankingGoal.WholeRanking : RankingGoal.BestOf(1)) with
            {
                Confidence = Confidence,
                Seed = run,
                BatchSize = 4,
            });

            if (Played.With(strategy, comparison => points[comparison]).Stop == PairingStop.Settled)
            {
                double[] truth = [.. Enumerable.Range(0, 4).Select(i => points.Where(pair => pair.Key.First == i).Sum(pair => pair.Value!.Value))];
                int[] order = [.. strategy.Estimate().Select(estimate => estimate.Contestant)];
                wrong += order.Zip(order.Skip(1)).Take(isWhole ? 3 : 1).All(pair => truth[pair.First] >= truth[pair.Second])
                    && truth[order[0]] >= truth.Max() ? 0 : 1;
            }
        }

        // Three standard errors above the level at most.
        Assert.InRange(wrong, 0, (int)(Runs * (1 - Confidence + (3 * Math.Sqrt(0.3 * 0.7 / Runs)))));
    }

    [Fact]
    public void Estimate_Audit_IsUnbiasedOverSeeds()
    {
        var points = Played.ByStrength(Anchored, 5);
        var errors = Enumerable.Range(0, 400).Select(seed =>
        {
            var strategy = new AdaptivePairing(Anchored, Options(RankingGoal.BestOf(1)) with { Budget = 150, AuditShare = 0.4, Seed = seed, Confidence = null });
            Played.With(strategy, points);
            var estimate = strategy.Estimate().Single(estimate => estimate.Contestant == 4);
            return (estimate.Audit - Truth(Anchored, points, 4), estimate.AuditError);
        }).ToArray();

        var spread = Math.Sqrt(errors.Average(error => error.Item1 * error.Item1));
        Assert.InRange(errors.Average(error => error.Item1), -4 * spread / 20, 4 * spread / 20);
        Assert.InRange(Math.Sqrt(errors.Average(error => error.AuditError * error.AuditError)) / spread, 0.85, 1.15);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Estimate_AllJudged_IsTheShareOfPoints(bool isAnchored)
    {
        var pool = isAnchored ? Anchored : RoundRobin;
        var points = Played.ByStrength(pool, 7);
        var strategy = new AdaptivePairing(pool, Options(RankingGoal.WholeRanking) with { Confidence = null });

        Assert.Equal(PairingStop.NothingLeft, Played.With(strategy, points).Stop);

        Assert.All(strategy.Estimate(), estimate => Assert.Equal(Truth(pool, points, estimate.Contestant), estimate.Score, 12));
        Assert.Equal(5, strategy.Estimate().Count);
    }

    [Fact]
    public void Estimate_FailedComparisons_AreNoPartOfTheScores()
    {
        var points = Played.ByStrength(RoundRobin, 7);
        double? WithFailures(PlannedComparison comparison) => comparison.Prompt % 4 == 0 ? null : points(comparison);
        var strategy = new AdaptivePairing(RoundRobin, Options(RankingGoal.WholeRanking) with { Confidence = 0.9999999 });

        var played = Played.With(strategy, WithFailures);

        // Nothing is settled at such a confidence before all is known.
        Assert.Equal(RoundRobin.Comparisons.Count, played.Comparisons.Count);
        Assert.All(strategy.Estimate(), estimate => Assert.Equal(Truth(RoundRobin, WithFailures, estimate.Contestant), estimate.Score, 12));
    }

    [Fact]
    public void Plan_PointsOutOfRange_Throws()
    {
        var strategy = new AdaptivePairing(Anchored, Options(RankingGoal.WholeRanking));
        var judged = strategy.Plan(new Dictionary<PlannedComparison, double?>()).Comparisons.ToDictionary(c => c, _ => (double?)1.5);

        Assert.Throws<ArgumentException>(() => strategy.Plan(judged));
    }

    [Fact]
    public void New_OptionOutOfRange_Throws()
    {
        var options = Options(RankingGoal.WholeRanking);
        foreach (var bad in new[]
        {
            options with { Budget = -1 },
            options with { BatchSize = 0 },
            options with { AuditShare = 1.1 },
            options with { Confidence = 1 },
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptivePairing(Anchored, bad));
        }
    }

    [Fact]
    public void BestOf_None_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => RankingGoal.BestOf(0));

    private static AdaptivePairingOptions Options(RankingGoal goal) => new() { Goal = goal, BatchSize = 20, Seed = 1 };

    private static double Truth(ComparisonPool pool, Func<PlannedComparison, double?> points, int contestant) => pool.Comparisons
        .Where(comparison => comparison.First == contestant || comparison.Second == contestant)
        .Where(comparison => points(comparison) is not null)
        .Average(comparison => comparison.First == contestant ? points(comparison)!.Value : 1 - points(comparison)!.Value);
}
