using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.Surrogate.Hybrid;
using CsCheck;

namespace Arena.Tests.Surrogate.Hybrid;

public sealed class HybridRatingTests
{
    private static readonly Gen<(long Seed, bool IsAgainstOne)> Worlds = Gen.Select(Gen.Long[1, 100_000], Gen.Bool);

    [Fact]
    public void Fit_LambdaOfZero_IsThePlainFitOfWhatWasJudged() => Worlds.Sample(
        world =>
        {
            var sample = HybridWorld.Sample(HybridWorld.Draw(world.Seed, 6, 40, world.IsAgainstOne), 0.6, world.Seed);
            var fit = HybridRating.Fit(sample, 0.95, 1, lambda: 0, Cancelled);
            if (fit.Notes.Any(note => note.Contains("no finite strength", StringComparison.Ordinal)))
            {
                return;
            }

            var plain = Rating.Fit(BattleTable.From(sample.Where(b => b.Judged is not null).Select(b => new Battle(b.First, b.Second, b.Judged!.Value))), new() { Intervals = IntervalMethod.None });
            Assert.Equal(fit.Plain.LogStrengths, fit.PredictionPowered.LogStrengths);
            foreach (var (name, strength) in plain.Contestants.Zip(plain.LogStrengths))
            {
                Assert.Equal(strength, fit.Plain.LogStrengths[fit.Contestants.ToList().IndexOf(name)], 1e-9);
            }
        },
        iter: 8);

    [Fact]
    public void Fit_PerfectPredictions_GiveTheFitToAllVerdicts() => Worlds.Sample(
        world =>
        {
            var all = HybridWorld.Draw(world.Seed, 7, 40, world.IsAgainstOne);
            HybridBattle[] perfect = [.. all.Select(battle => battle with { Predicted = (0.8 * battle.Judged!.Value) + 0.1, Judged = (0.8 * battle.Judged!.Value) + 0.1 })];
            var full = HybridRating.Fit(perfect, cancellationToken: Cancelled);
            var fit = HybridRating.Fit(HybridWorld.Sample(perfect, 0.3, world.Seed), cancellationToken: Cancelled);
            if (fit.Judged.Min() == 0)
            {
                return;
            }

            Assert.Equal(1, fit.Lambda, 1e-6);
            foreach (var i in Enumerable.Range(0, 7))
            {
                Assert.Equal(full.Plain.LogStrengths[i], fit.PredictionPowered.LogStrengths[i], 1e-6);
                Assert.InRange(fit.PredictionPowered.Uncertainty.IntervalOf(i).Width, 0, 1e-5);
                Assert.Equal(full.Plain.LogStrengths[i], fit.Shrunk!.LogStrengths[i], 1e-4);
            }
        },
        iter: 8);

    [Fact]
    public void Fit_EverythingJudged_LeavesNoDoubt()
    {
        var fit = HybridRating.Fit(HybridWorld.Draw(3), cancellationToken: Cancelled);

        Assert.Equal(fit.Plain.LogStrengths, fit.PredictionPowered.LogStrengths);
        Assert.Equal(0, fit.Best.MeanWidth, 1e-6);
        Assert.Equal(1, fit.Best.ExpectedTau, 1e-6);
        Assert.Contains(fit.Notes, note => note.StartsWith("Everything planned was judged", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_BattlesInAnotherOrderAndTurnedRound_IsTheSame() => Worlds.Sample(
        world =>
        {
            var sample = HybridWorld.Sample(HybridWorld.Draw(world.Seed, 8, 30, world.IsAgainstOne), 0.4, world.Seed);
            HybridBattle[] other = [.. sample.Reverse().Select((b, k) => k % 2 == 0 ? b : new HybridBattle(b.Second, b.First, b.Prompt, 1 - b.Predicted, 1 - b.Judged))];
            var (one, two) = (HybridRating.Fit(sample, cancellationToken: Cancelled), HybridRating.Fit(other, cancellationToken: Cancelled));
            Assert.Equal(one.Lambda, two.Lambda, 1e-6);
            foreach (var i in Enumerable.Range(0, 8))
            {
                Assert.Equal(one.Best.LogStrengths[i], two.Best.LogStrengths[i], 1e-6);
                Assert.Equal(one.Best.Uncertainty.IntervalOf(i).Width, two.Best.Uncertainty.IntervalOf(i).Width, 1e-6);
            }
        },
        iter: 6);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_ManySamples_IsRightInTheMeanAndCoversTheFullLeaderboard(bool isAgainstOne)
    {
        const int Samples = 40;
        var (covered, looks, plainErrors, errors, bias) = (0, 0, 0.0, 0.0, 0.0);
        for (var seed = 1; seed <= Samples; seed++)
        {
            var all = HybridWorld.Draw(seed, isAgainstOne ? 12 : 8, isAgainstOne ? 200 : 40, isAgainstOne);
            var full = HybridRating.Fit(all, cancellationToken: Cancelled).Plain.LogStrengths;
            var fit = HybridRating.Fit(HybridWorld.Sample(all, 0.3, seed), cancellationToken: Cancelled);
            for (var i = 0; i < full.Count; i++)
            {
                covered += fit.Best.Uncertainty.IntervalOf(i).Contains(full[i]) ? 1 : 0;
                looks++;
                plainErrors += Math.Pow(fit.Plain.LogStrengths[i] - full[i], 2);
                errors += Math.Pow(fit.Best.LogStrengths[i] - full[i], 2);

                // Towards the mean or away from it, since the strengths are centred.
                bias += (fit.PredictionPowered.LogStrengths[i] - full[i]) * Math.Sign(full[i]);
            }
        }

        Assert.InRange(covered / (double)looks, 0.91, 0.99);
        Assert.True(errors < 0.8 * plainErrors, $"{errors} against {plainErrors}");
        Assert.InRange(bias / looks, -0.03, 0.03);
    }

    [Fact]
    public void Fit_UselessPredictions_AreHardlyBelieved()
    {
        HybridBattle[] battles = [.. HybridWorld.Draw(5, prompts: 300).Select((battle, k) => battle with { Predicted = 0.2 + (0.6 * (k * 0.618 % 1)) })];
        var fit = HybridRating.Fit(HybridWorld.Sample(battles, 0.3, 5), cancellationToken: Cancelled);

        Assert.InRange(fit.Lambda, 0, 0.15);
        Assert.InRange(fit.Best.MeanWidth / fit.Plain.MeanWidth, 0.7, 1.05);
    }

    [Fact]
    public void Fit_ConstantPredictions_AreThePlainEstimateDrawnToItsMean()
    {
        HybridBattle[] battles = [.. HybridWorld.Draw(5).Select(battle => battle with { Predicted = 0.5 })];
        var fit = HybridRating.Fit(HybridWorld.Sample(battles, 0.6, 5), cancellationToken: Cancelled);

        Assert.Equal(0, fit.Lambda);
        Assert.Null(fit.Slope);
        Assert.Equal(fit.Plain.LogStrengths, fit.PredictionPowered.LogStrengths);
        Assert.True(fit.Best.LogStrengths.Max() < fit.Plain.LogStrengths.Max());
        Assert.Contains(fit.Notes, note => note.Contains("equally strong", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_ContestantOfWhomNothingWasJudged_StandsWhereItIsForetoldWithAWideInterval()
    {
        HybridBattle[] battles = [.. HybridWorld.Draw(7, prompts: 200).Select(battle => battle.Second == "c05" ? battle with { Judged = null } : battle)];
        var fit = HybridRating.Fit(HybridWorld.Sample(battles, 0.5, 7), cancellationToken: Cancelled);

        Assert.Equal(0, fit.Judged[5]);
        Assert.Equal(fit.Slope!.Value * fit.Predicted[5], fit.Best.LogStrengths[5], 0.3);
        Assert.True(fit.Best.Uncertainty.IntervalOf(5).Width > 1.5 * fit.Best.MeanWidth);
        Assert.True(fit.Plain.Uncertainty.IntervalOf(5).Width > 5);
        Assert.Contains(fit.Notes, note => note.Contains("judged nothing of c05", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_FewContestants_SaysThatForetoldStrengthsAreNotWeighedIn()
    {
        var fit = HybridRating.Fit(HybridWorld.Sample(HybridWorld.Draw(2, contestants: 5), 0.7, 2), cancellationToken: Cancelled);

        Assert.Null(fit.Shrunk);
        Assert.Same(fit.PredictionPowered, fit.Best);
        Assert.Contains(fit.Notes, note => note.Contains("fewer than 6 contestants", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Fit_KnownUnequalChances_AreWeighedUp()
    {
        // Battles that the first wins have three times the chance to be judged.
        var all = HybridWorld.Draw(11, contestants: 6, prompts: 3000, noise: 0.5);
        var full = HybridRating.Fit(all, cancellationToken: Cancelled).Plain.LogStrengths;
        HybridBattle[] sample =
        [
            .. all.Select((battle, k) => (Battle: battle with { Inclusion = battle.Judged == 1 ? 0.6 : 0.2 }, Chance: k * 0.6180339887 % 1))
                .Select(item => item.Chance < item.Battle.Inclusion ? item.Battle : item.Battle with { Judged = null }),
        ];
        var weighed = HybridRating.Fit(sample, cancellationToken: Cancelled).Plain.LogStrengths;
        var unweighed = HybridRating.Fit([.. sample.Select(battle => battle with { Inclusion = null })], cancellationToken: Cancelled).Plain.LogStrengths;

        Assert.InRange(Math.Abs(weighed[0] - full[0]), 0, 0.15);
        Assert.True(Math.Abs(unweighed[0] - full[0]) > 0.5);
    }

    [Theory]
    [InlineData(1.2, 1.0, "not between 0 and 1")]
    [InlineData(0.5, double.NaN, "not between 0 and 1")]
    [InlineData(0.5, null, "judged none")]
    public void Fit_BadNumbersOrNothingJudged_Refuses(double predicted, double? judged, string reason)
    {
        var refusal = Assert.Throws<ArgumentException>(() => HybridRating.Fit([new("a", "b", "p", predicted, judged)], cancellationToken: Cancelled));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_BattlesThatDoNotJoinAll_Refuses()
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => HybridRating.Fit([new("a", "b", "p", 0.4, 1), new("c", "d", "p", 0.4, 1)], cancellationToken: Cancelled));
        Assert.Contains("do not join", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_NextBattles_AreUnjudgedDistinctAndAboutUnsettledOrders()
    {
        var sample = HybridWorld.Sample(HybridWorld.Draw(4, prompts: 200), 0.2, 4);
        var fit = HybridRating.Fit(sample, cancellationToken: Cancelled);
        var next = NextBattles.Choose(sample, fit, 40, seed: 9);

        Assert.Equal(40, next.Distinct().Count());
        Assert.All(next, row => Assert.Null(sample[row].Judged));
        Assert.Equal(next, NextBattles.Choose(sample, fit, 40, seed: 9));
        Assert.NotEqual(next, NextBattles.Choose(sample, fit, 40, seed: 10));

        // Over 200 prompts, 40 battles need no prompt twice.
        Assert.Equal(40, next.Select(row => sample[row].Prompt).Distinct().Count());
    }

    [Fact]
    public void Choose_MoreThanAreLeft_GivesWhatIsLeft()
    {
        var sample = HybridWorld.Sample(HybridWorld.Draw(4, prompts: 10), 0.8, 4);
        var fit = HybridRating.Fit(sample, cancellationToken: Cancelled);

        Assert.Equal(sample.Count(battle => battle.Judged is null), NextBattles.Choose(sample, fit, 1000).Count);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;
}
