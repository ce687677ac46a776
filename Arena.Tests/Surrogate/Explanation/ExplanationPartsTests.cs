using Arena.Core.Statistics;
using Arena.Core.Surrogate.Explanation;
using Arena.Core.Surrogate.Features;
using Arena.Core.Surrogate.Scorers;
using CsCheck;

namespace Arena.Tests.Surrogate.Explanation;

public sealed class ExplanationPartsTests
{
    [Fact]
    public void Auc_AnyScoresAndWeights_IsThatOfAllPairs()
    {
        Gen.Select(Gen.Int[0, 4].Array[48], Gen.Int[0, 3].Array[4], Gen.Int[0, 3].Array[12], Gen.Int[0, 2].Array[48]).Sample((scores, contestants, prompts, outcomes) =>
        {
            var table = Planted.Table(_ => 0, 4, 12) with { Outcomes = [.. outcomes.Select(outcome => outcome / 2.0)] };
            double right = 0, pairs = 0;
            for (var i = 0; i < table.Rows; i++)
            {
                for (var j = 0; j < table.Rows; j++)
                {
                    if (table.Outcomes[i] == 1 && table.Outcomes[j] == 0)
                    {
                        var weight = (double)Weight(i) * Weight(j);
                        pairs += weight;
                        right += weight * (scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0);
                    }
                }
            }

            var auc = new RankedRows(table, [.. scores.Select(score => (double)score)]).Auc([.. contestants.Select(w => (double)w)], [.. prompts.Select(w => (double)w)]);
            return pairs == 0 ? double.IsNaN(auc) : Math.Abs(auc - (right / pairs)) < 1e-9;

            int Weight(int row) => contestants[table.ContestantOf[row]] * prompts[table.PromptOf[row]];
        }, iter: 200);
    }

    [Fact]
    public void Donors_AnySeed_AreOthersOfTheSamePromptEachOnce()
    {
        var table = Planted.Table(_ => 0, 5, 20);
        Gen.Long.Sample(seed =>
        {
            var donors = Donors.Draw(table, seed, 3);
            Assert.Equal(Enumerable.Range(0, table.Rows), donors.Order());
            Assert.All(donors.Index(), donor => Assert.True(donor.Item != donor.Index && table.PromptOf[donor.Item] == table.PromptOf[donor.Index]));
        }, iter: 50);
    }

    [Fact]
    public void Weigh_AnyValue_SumsToOneAndIsPositive()
    {
        var block = SplineBlock.Of(Planted.Table(_ => 0).Features, 0)!;
        var weights = new double[4];
        Gen.Double[-10, 10].Sample(value =>
        {
            var first = block.Weigh(value, weights);
            return Math.Abs(weights.Sum() - 1) < 1e-12 && weights.All(weight => weight >= 0) && first >= 0 && first + 4 <= block.Size - 1;
        });

        Assert.Equal(block.Size - 4, block.Weigh(double.NaN, weights));
        Assert.Equal([0, 0, 0, 1], weights);
    }

    [Fact]
    public void Block_FewValues_HasNoneOrAStraightOne()
    {
        Assert.Null(SplineBlock.Of([[1], [1], [double.NaN]], 0));
        Assert.Equal(5, SplineBlock.Of([[0], [1], [0]], 0)!.Size);
    }

    [Fact]
    public void Coefficients_AnyStart_ReachTheSameCurve()
    {
        var table = Planted.Table(row => row[0] - row[4]);
        var fit = new AdditiveFit(table.Features, [0, 4, 9]);
        var one = fit.Coefficients(table.Features, table.Outcomes, null, null, TestContext.Current.CancellationToken);
        var other = fit.Coefficients(table.Features, table.Outcomes, null, [.. one.Select((_, i) => Math.Sin(i))], TestContext.Current.CancellationToken);

        Assert.All(table.Features, row => Assert.Equal(fit.LogOdds(row, one), fit.LogOdds(row, other), 1e-2));
        Assert.True(fit.Curve(0, 1, one) > fit.Curve(0, -1, one));
        Assert.True(fit.Curve(1, 1, one) < fit.Curve(1, -1, one));
    }

    [Fact]
    public void Weights_OfADoubledContestant_FitLikeItsRowsTwice()
    {
        var table = Planted.Table(row => row[0], 4, 30);
        int[] twice = [.. Enumerable.Range(0, table.Rows), .. Enumerable.Range(0, table.Rows).Where(row => table.ContestantOf[row] == 0)];
        var fit = new AdditiveFit(table.Features, [0]);
        var weighted = fit.Coefficients(table.Features, table.Outcomes, [.. table.ContestantOf.Select(c => c == 0 ? 2.0 : 1)], null, TestContext.Current.CancellationToken);
        var copied = fit.Coefficients([.. twice.Select(row => table.Features[row])], [.. twice.Select(row => table.Outcomes[row])], null, null, TestContext.Current.CancellationToken);

        Assert.All(weighted.Zip(copied), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void CrossedDraws_EffectsOfContestantsAndPrompts_CoverTheMean()
    {
        const int Worlds = 200;
        var table = Planted.Table(_ => 0, 20, 30);
        var covered = 0;
        for (var world = 0; world < Worlds; world++)
        {
            var random = new DeterministicRandom(world);
            double[] contestants = [.. Enumerable.Range(0, 20).Select(_ => random.NextGaussian())];
            double[] prompts = [.. Enumerable.Range(0, 30).Select(_ => random.NextGaussian())];
            double[] values = [.. Enumerable.Range(0, table.Rows).Select(row => contestants[table.ContestantOf[row]] + prompts[table.PromptOf[row]] + random.NextGaussian())];
            covered += new CrossedDraws(20, 30, 100, world).Mean(table, values).Estimate(0.95).Interval.Contains(0) ? 1 : 0;
        }

        Assert.InRange(covered / (double)Worlds, 0.88, 0.995);
    }

    [Fact]
    public void Importance_OfTrainedModels_CoversWhatTheyHaveOnOtherPrompts()
    {
        const int Worlds = 60;
        var covered = Enumerable.Range(0, Worlds).AsParallel().Count(world =>
        {
            var run = Run(world, prompts: 30);
            var interval = run.Permute([("z.d", [4])], null, CancellationToken.None)[0].LossRise.Estimate(0.95).Interval;
            var others = Run(world + 5000, prompts: 600);
            var model = run.Full.On(others.Table, others.Folds);
            var truth = new PermutationAnalysis(others.Table, model, new CrossedDraws(10, 600, 1, 1), 2, 1).Permute([("z.d", [4])])[0].LossRise.Value;
            return interval.Contains(truth);
        });

        Assert.InRange(covered / (double)Worlds, 0.88, 1);

        ExplanationRun Run(int world, int prompts)
        {
            // The same seed deals the same contestants to the same folds.
            var table = Planted.Table(row => 1.2 * row[4], 10, prompts, world, world + 1000);
            return ExplanationRun.Of(table, Planted.Quick, 1, new LogisticScorer(), null, CancellationToken.None);
        }
    }

    [Fact]
    public void Loss_OfRowsHeldOut_IsThatOfGuessingWhereThereIsNothingToLearn()
    {
        var table = Planted.Table(_ => 0);
        var run = ExplanationRun.Of(table, Planted.Quick, 1, new LogisticScorer(), null, TestContext.Current.CancellationToken);

        Assert.InRange(run.Full.Loss, Math.Log(2) - 0.01, Math.Log(2) + 0.05);
    }

    [Theory]
    [InlineData("structure.words", "words", "words", "log(1 + words)")]
    [InlineData("reference.rouge_l", "rouge l (reference)", "ROUGE-L F1 against the reference", "")]
    [InlineData("mine", "mine", "mine", "")]
    public void Words_OfAFeature_AreShort(string feature, string label, string definition, string registered)
    {
        Assert.Equal(label, FeatureWords.Label(feature));
        Assert.Equal(definition, FeatureWords.Definition(feature));
        Assert.True(registered.Length == 0 || FeatureRegistry.All.Features.Single(of => of.Name == feature).Definition == registered);
    }

    [Theory]
    [InlineData("structure.words", FeatureScale.Count, "99")]
    [InlineData("consensus.length", FeatureScale.Ratio, "100 times")]
    [InlineData("structure.code_share", FeatureScale.Plain, "4.6")]
    public void Value_OnItsScale_ReadsAsCountRatioOrNumber(string feature, FeatureScale scale, string text)
    {
        Assert.Equal(scale, FeatureWords.ScaleOf(feature));
        Assert.Equal(text, FeatureWords.Value(feature, Math.Log(100)));
        Assert.Equal(2.5, FeatureWords.Stored(scale, FeatureWords.Shown(scale, 2.5)), 1e-12);
    }

    [Fact]
    public void Families_OfLengthAndStyle_AreFeaturesThatThereAre()
    {
        var names = FeatureRegistry.All.Features.Select(feature => feature.Name).ToHashSet();

        Assert.All(KnownShares.Length.Concat(KnownShares.Style), name => Assert.Contains(name, names));
        Assert.Empty(KnownShares.Length.Intersect(KnownShares.Style));
    }
}
