using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.Statistics;
using static Arena.Tests.Ratings.CancellableRating;

namespace Arena.Tests.Ratings;

public sealed class BootstrapUncertaintyTests
{
    private static readonly RatingOptions Bootstrap = new() { Intervals = IntervalMethod.Bootstrap, Replicates = 40, Seed = 5 };

    [Theory]
    [InlineData(RatingModel.BradleyTerry)]
    [InlineData(RatingModel.Davidson)]
    [InlineData(RatingModel.RaoKupper)]
    public void Fit_FewReplicates_HasThePercentilesOfPlainRefits(RatingModel model)
    {
        Battle[] battles = [.. RoundRobins(prompts: 6, soft: model == RatingModel.BradleyTerry)];
        var table = BattleTable.From(battles);
        var options = Bootstrap with { Model = model, Controls = RatingControls.Position, Replicates = 12 };

        var fit = Fit(table, options);

        Assert.Equal(0, fit.FailedReplicates);
        var clusters = battles.Select((battle, row) => battle.Cluster ?? $"own{row}").Distinct().Count();
        Assert.Equal(clusters, fit.Uncertainty!.Clusters);
        var draws = Enumerable.Range(0, options.Replicates).Select(r => PlainRefit(battles, table, options, r)).ToArray();
        for (var k = 0; k < draws[0].Length; k++)
        {
            AssertSame(Quantile.Central([.. draws.Select(draw => draw[k])], options.Level), fit.Uncertainty.IntervalOf(k));
        }

        AssertSame(
            Quantile.Central([.. draws.Select(draw => draw[1] - draw[2])], options.Level), fit.Uncertainty.IntervalOfDifference(1, 2));

        static void AssertSame(Interval expected, Interval actual)
        {
            Assert.Equal(expected.Lower, actual.Lower, 1e-6);
            Assert.Equal(expected.Upper, actual.Upper, 1e-6);
        }
    }

    [Theory]
    [InlineData(RatingModel.BradleyTerry)]
    [InlineData(RatingModel.RankList)]
    public void Fit_SameSeed_GivesTheSameIntervals(RatingModel model)
    {
        var table = BattleTable.From(RoundRobins(prompts: 8, soft: false));
        var options = Bootstrap with { Model = model };

        var (once, again, other) = (Fit(table, options), Fit(table, options), Fit(table, options with { Seed = 6 }));

        for (var k = 0; k < table.Contestants.Count; k++)
        {
            Assert.Equal(once.Uncertainty!.IntervalOf(k), again.Uncertainty!.IntervalOf(k));
            Assert.NotEqual(once.Uncertainty.IntervalOf(k), other.Uncertainty!.IntervalOf(k));
        }
    }

    [Fact]
    public void Fit_ContestantUndefeatedInManyResamples_CountsThemAsFailed()
    {
        // "best" loses on the first prompt only.
        var table = BattleTable.From(
            [.. RoundRobins(prompts: 5, soft: false, named: true), new("best", "m0", 0, 1, "p0"), .. Enumerable.Range(0, 5).Select(p => new Battle("best", "m1", 1, 1, $"p{p}"))]);

        var fit = Fit(table, Bootstrap);

        Assert.Equal(ReplicatesWithout(clusters: 5, cluster: 0), fit.FailedReplicates);
        Assert.InRange(fit.FailedReplicates, 1, Bootstrap.Replicates - 2);
        Assert.Contains(fit.Notes, note => note.StartsWith($"{fit.FailedReplicates} of 40 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_ContestantMissingInManyResamples_CountsThemAsFailed()
    {
        // "rare" takes part on the first prompt only. Where that is not drawn, nothing tells its strength.
        var table = BattleTable.From(
            [.. RoundRobins(prompts: 5, soft: false, named: true), new("rare", "m0", 0, 1, "p0"), new("rare", "m0", 1, 1, "p0")]);

        var fit = Fit(table, Bootstrap);

        Assert.Equal(ReplicatesWithout(clusters: 5, cluster: 0), fit.FailedReplicates);
    }

    [Fact]
    public void Fit_PriorOnStrengths_LeavesNoReplicateFailed()
    {
        var table = BattleTable.From(
            [.. RoundRobins(prompts: 5, soft: false, named: true), new("rare", "m0", 0, 1, "p0"), new("best", "m0", 1, 1, "p1")]);

        var fit = Fit(table, Bootstrap with { Ridge = 0.1 });

        Assert.Equal(0, fit.FailedReplicates);

        // Absent from many resamples, where the prior alone says 0.
        Assert.True(fit.Uncertainty!.IntervalOf(fit.Contestants.ToList().IndexOf("rare")).Contains(0));
    }

    [Fact]
    public void Fit_HardlyAnyReplicateConverges_GivesNoIntervalAndSaysWhy()
    {
        // A cycle whose battles are a prompt each: only a resample that draws every prompt once hangs together.
        var table = BattleTable.From(Enumerable.Range(0, 12).Select(i => new Battle($"m{i}", $"m{(i + 1) % 12}", 1, 1, $"p{i}")));

        var fit = Fit(table, Bootstrap);

        Assert.True(fit.Converged);
        Assert.Null(fit.Uncertainty);
        Assert.Equal(40, fit.FailedReplicates);
        Assert.Contains(RatingNotes.TooFewReplicates(40, 40), fit.Notes);
    }

    [Fact]
    public void Fit_Cancelled_Throws()
    {
        var table = BattleTable.From(RoundRobins(prompts: 8, soft: false));
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Rating.Fit(table, Bootstrap, null, source.Token));
    }

    [Fact]
    public void Fit_Progress_EndsAtOne()
    {
        var shares = new Shares();

        Rating.Fit(BattleTable.From(RoundRobins(prompts: 8, soft: false)), Bootstrap, shares, TestContext.Current.CancellationToken);

        Assert.Equal(40, shares.All.Count);
        Assert.Equal(1, shares.All.Max());
    }

    /// <summary>Prompts on which four contestants meet each other in both orders; some battles have no prompt unless all are named.</summary>
    private static IEnumerable<Battle> RoundRobins(int prompts, bool soft, bool named = false)
    {
        var random = new DeterministicRandom(99);
        for (var prompt = 0; prompt < prompts; prompt++)
        {
            for (var i = 0; i < 4; i++)
            {
                for (var j = 0; j < 4; j++)
                {
                    // A win, a tie and a loss of everybody on every prompt keep all resamples together.
                    for (var y = 0; i != j && y < 3; y++)
                    {
                        yield return new Battle($"m{i}", $"m{j}", y / 2.0, 0.5 + random.NextDouble(), $"p{prompt}");
                    }

                    if (i < j)
                    {
                        var outcome = soft ? random.NextDouble() : random.NextInt(3) / 2.0;
                        yield return new Battle($"m{i}", $"m{j}", outcome, 4, named || random.NextInt(4) > 0 ? $"p{prompt}" : null);
                    }
                }
            }
        }
    }

    /// <summary>The estimates of one replicate: its battles written out, as often as drawn, and fitted from nothing by the other solver.</summary>
    private static double[] PlainRefit(Battle[] battles, BattleTable table, RatingOptions options, int replicate)
    {
        var names = battles.Where(battle => battle.Cluster is not null).Select(battle => battle.Cluster!).Distinct()
            .Concat(battles.Index().Where(pair => pair.Item.Cluster is null).Select(pair => $"own{pair.Index}")).ToArray();
        var times = new int[names.Length];
        new DeterministicRandom(options.Seed, replicate).FillResampleCounts(times);
        var drawn = names.Zip(times).ToDictionary(pair => pair.First, pair => pair.Second);
        var resampled = BattleTable.From(battles.SelectMany((battle, row) => Enumerable.Repeat(battle, drawn[battle.Cluster ?? $"own{row}"])));
        var found = new NaiveComparison(resampled, options.Model, options.Controls).Fit();
        var n = table.Contestants.Count;
        Assert.Equal(n, resampled.Contestants.Count);
        return [.. table.Contestants.Select(name => found[resampled.Contestants.ToList().IndexOf(name)]), .. found[n..]];
    }

    private static int ReplicatesWithout(int clusters, int cluster) => Enumerable.Range(0, Bootstrap.Replicates).Count(replicate =>
    {
        var times = new int[clusters];
        new DeterministicRandom(Bootstrap.Seed, replicate).FillResampleCounts(times);
        return times[cluster] == 0;
    });

    private sealed class Shares : IProgress<double>
    {
        public System.Collections.Concurrent.ConcurrentBag<double> All { get; } = [];

        public void Report(double value) => All.Add(value);
    }
}
