using Arena.Core.Learning;
using CsCheck;

namespace Arena.Tests.Learning;

/// <summary>The losses that see order only, against their formulas and each other.</summary>
public sealed class RankedListLossTests
{
    private static readonly Gen<(double[] Scores, double[] Labels, double Margin)> Lists =
        from n in Gen.Int[0, 12]
        from scores in Gen.Double[-4, 4].Array[n]
        from labels in Gen.Int[0, 6].Select(label => label / 2.0).Array[n]
        from margin in Gen.OneOfConst(0, 0.5, 1, 1.7)
        select (scores, labels, margin);

    private static readonly Gen<(double[] Scores, double[] Labels)> Untied =
        from n in Gen.Int[2, 12]
        from scores in Gen.Double[-4, 4].Array[n]
        from labels in Gen.Shuffle(Enumerable.Range(0, n).Select(i => (double)i).ToArray())
        select (scores, labels);

    [Fact]
    public void Evaluate_RandomListWithTiesAndMargin_IsTheFormula()
    {
        Gen.Select(Lists, Gen.Double[0, 2], Gen.Int[1, 4], Gen.Double[0.1, 1]).Sample((list, nonLocal, depth, decay) =>
        {
            var (scores, labels, margin) = list;
            Assert.Equal(NaiveLosses.RankNet(scores, labels, margin), Value(new RankNetLoss(margin), scores, labels), 1e-10);
            Assert.Equal(NaiveLosses.ListMle(scores, labels, margin), Value(new ListMleLoss(margin), scores, labels), 1e-10);
            Assert.Equal(
                NaiveLosses.RankList(scores, labels, margin, nonLocal), Value(new RankListLoss(nonLocal, margin), scores, labels), 1e-10);
            Assert.Equal(
                NaiveLosses.SkipWise(scores, labels, margin, depth, decay),
                Value(new SkipWiseRankListLoss(depth, decay, margin), scores, labels),
                1e-10);
        });
    }

    [Fact]
    public void Evaluate_TwoItems_RankListIsRankNetAndListMle()
    {
        Gen.Double[-20, 20].Array[2].Sample(scores =>
        {
            double[] labels = [1, 0];
            var expected = Value(new RankNetLoss(), scores, labels);
            Assert.Equal(expected, Value(new RankListLoss(), scores, labels), 1e-12);
            Assert.Equal(expected, Value(new SkipWiseRankListLoss(1), scores, labels), 1e-12);
            Assert.Equal(expected, Value(new ListMleLoss(), scores, labels), 1e-12);
        });
    }

    [Fact]
    public void Evaluate_ThreeItems_IsTheSumByHand()
    {
        double[] scores = [1, 0.5, -0.25];
        double[] labels = [3, 2, 1];
        var local = Math.Log(1 + Math.Exp(-0.5)) + Math.Log(1 + Math.Exp(-0.75));

        Assert.Equal(local + Math.Log(1 + Math.Exp(-1.25)), Value(new RankListLoss(), scores, labels), 1e-13);
        Assert.Equal(local, Value(new SkipWiseRankListLoss(1), scores, labels), 1e-13);
        Assert.Equal(
            Math.Log(1 + Math.Exp(-0.5) + Math.Exp(-1.25)) + Math.Log(1 + Math.Exp(-0.75)),
            Value(new ListMleLoss(), scores, labels),
            1e-13);
    }

    [Fact]
    public void Evaluate_UntiedList_ListMleIsPlackettLuce()
    {
        Untied.Sample(list =>
        {
            var (scores, labels) = list;
            var gold = Enumerable.Range(0, scores.Length).OrderByDescending(i => labels[i]).Select(i => scores[i]).ToArray();
            var likelihood = 1.0;
            for (var i = 0; i < gold.Length; i++)
            {
                likelihood *= Math.Exp(gold[i]) / gold[i..].Sum(Math.Exp);
            }

            Assert.Equal(-Math.Log(likelihood), Value(new ListMleLoss(), scores, labels), 1e-10);
        });
    }

    [Fact]
    public void Evaluate_AllPairsSkipWise_IsRankNet()
    {
        Untied.Sample(list => Assert.Equal(
            Value(new RankNetLoss(), list.Scores, list.Labels),
            Value(new SkipWiseRankListLoss(depth: list.Scores.Length - 1), list.Scores, list.Labels),
            1e-10));
    }

    [Fact]
    public void Evaluate_LocalTermsInTheNonLocalSum_IsListMle()
    {
        // The variant of RankList that leaves no local term: all that is below goes into the log-sum-exp.
        Lists.Sample(list =>
        {
            var (scores, labels, margin) = list;
            var order = Enumerable.Range(0, scores.Length).OrderByDescending(i => labels[i]).ToArray();
            var groups = RankedList.Group([.. order.Select(i => labels[i])], margin, new int[order.Length + 1], new int[order.Length]);
            var strengths = order.Select(i => PlainStrength.FromLog(scores[i])).ToArray();
            var variant = ListTerms.Below<PlainStrength>(
                groups, strengths, skip: 0, 1, new double[order.Length], new PlainStrength[2 * (order.Length + 1)]);
            Assert.Equal(NaiveLosses.ListMle(scores, labels, margin), variant, 1e-10);
        });
    }

    [Fact]
    public void Evaluate_AllTied_IsZero()
    {
        var gradient = new double[3];
        RankedListLoss[] losses = [new RankNetLoss(), new RankListLoss(), new SkipWiseRankListLoss(3), new ListMleLoss()];
        Assert.All(losses, loss =>
        {
            Assert.Equal(0, loss.Evaluate([1, -2, 5], [1, 1, 1], gradient));
            Assert.Equal([0, 0, 0], gradient);
        });
    }

    [Fact]
    public void Evaluate_LabelsStretched_GivesTheSame()
    {
        double[] scores = [0.5, -1, 2, 0.1];
        RankedListLoss[] losses = [new RankNetLoss(), new RankListLoss(), new SkipWiseRankListLoss(3), new ListMleLoss()];
        Assert.All(losses, loss => Assert.Equal(Value(loss, scores, [3, 1, 1, 2]), Value(loss, scores, [1000, -5, -5, 0.5])));
    }

    [Fact]
    public void Evaluate_InPlainAndInLogStrengths_Agrees()
    {
        RankedListLoss[] losses =
            [new RankNetLoss(), new RankListLoss(0.7), new SkipWiseRankListLoss(2, 0.5), new ListMleLoss(), new ListMleLoss(1)];
        Gen.Select(Gen.Double[-100, 100].Array[9], Gen.Int[0, 5].Array[9]).Sample((scores, labels) =>
        {
            double[] descending = [.. labels.Order().Reverse()];
            foreach (var loss in losses)
            {
                var list = RankedList.Group(descending, loss.Margin, new int[10], new int[9]);
                var plain = new double[9];
                var logs = new double[9];
                var plainValue = loss.Evaluate<PlainStrength>(
                    list, scores.Select(score => PlainStrength.FromLog(score - 100)).ToArray(), plain, new PlainStrength[20]);
                var logValue = loss.Evaluate<LogStrength>(
                    list, scores.Select(LogStrength.FromLog).ToArray(), logs, new LogStrength[20]);
                Assert.Equal(logValue, plainValue, 1e-9);
                Assert.All(logs.Zip(plain), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
            }
        });
    }

    [Fact]
    public void Evaluate_ScoresAcrossTheLimitOfPlainStrengths_IsContinuous()
    {
        Assert.All<RankedListLoss>([new RankNetLoss(), new RankListLoss(), new ListMleLoss()], loss =>
        {
            var below = Value(loss, [0, 150, PlainStrength.MaxRange - 1e-9], [2, 1, 0]);
            var above = Value(loss, [0, 150, PlainStrength.MaxRange + 1e-9], [2, 1, 0]);
            Assert.Equal(below, above, 1e-8);
            Assert.NotEqual(below, above);
        });
    }

    [Fact]
    public void Constructor_ParameterOutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RankNetLoss(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ListMleLoss(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RankListLoss(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RankListLoss(double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SkipWiseRankListLoss(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SkipWiseRankListLoss(1, decay: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SkipWiseRankListLoss(1, decay: 1.1));
    }

    private static double Value(RankedListLoss loss, double[] scores, double[] labels) =>
        loss.Evaluate(scores, labels, new double[scores.Length]);
}
