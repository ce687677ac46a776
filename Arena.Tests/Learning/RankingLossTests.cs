using Arena.Core.Learning;
using CsCheck;

namespace Arena.Tests.Learning;

/// <summary>What every ranking loss promises, on random lists with ties.</summary>
public sealed class RankingLossTests
{
    private static readonly Gen<(double[] Scores, double[] Labels)> Lists =
        from n in Gen.Int[0, 12]
        from scores in Gen.Double[-4, 4].Array[n]
        from labels in Gen.Int[0, 4].Select(label => label / 2.0).Array[n]
        select (scores, labels);

    public static TheoryData<IRankingLoss> Losses =>
    [
        new RankNetLoss(),
        new RankNetLoss(margin: 1),
        new RankListLoss(),
        new RankListLoss(nonLocalWeight: 0.3, margin: 1),
        new SkipWiseRankListLoss(depth: 2, decay: 0.5),
        new SkipWiseRankListLoss(depth: 20, margin: 1),
        new ListMleLoss(),
        new ListMleLoss(margin: 1),
        new ListNetLoss(),
    ];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_RandomList_GradientIsTheFiniteDifference(IRankingLoss loss)
    {
        const double Step = 1e-5;
        Lists.Sample(list =>
        {
            var (scores, labels) = list;
            var gradient = Gradient(loss, scores, labels);
            for (var i = 0; i < scores.Length; i++)
            {
                var up = Value(loss, Moved(scores, i, Step), labels);
                var down = Value(loss, Moved(scores, i, -Step), labels);
                Assert.Equal((up - down) / (2 * Step), gradient[i], 1e-7);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_BetweenTwoPoints_IsConvex(IRankingLoss loss)
    {
        Gen.Select(Lists, Gen.Double[-4, 4].Array[12], Gen.Double[0, 1]).Sample((list, other, part) =>
        {
            var (scores, labels) = list;
            var between = scores.Select((score, i) => (part * score) + ((1 - part) * other[i])).ToArray();
            var chord = (part * Value(loss, scores, labels)) + ((1 - part) * Value(loss, other[..scores.Length], labels));
            Assert.True(Value(loss, between, labels) <= chord + 1e-10);
        });
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_ItemsListedInAnotherOrder_GivesTheSame(IRankingLoss loss)
    {
        Gen.Select(Lists, Gen.Int[0, int.MaxValue]).Sample((list, seed) =>
        {
            var (scores, labels) = list;
            var order = Enumerable.Range(0, scores.Length).ToArray();
            new Random(seed).Shuffle(order);

            var gradient = Gradient(loss, scores, labels);
            var moved = Gradient(loss, [.. order.Select(i => scores[i])], [.. order.Select(i => labels[i])]);

            Assert.Equal(
                Value(loss, scores, labels), Value(loss, [.. order.Select(i => scores[i])], [.. order.Select(i => labels[i])]), 1e-11);
            for (var i = 0; i < order.Length; i++)
            {
                Assert.Equal(gradient[order[i]], moved[i], 1e-11);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_TiedItemsExchangeTheirScores_GivesTheSame(IRankingLoss loss)
    {
        double[] labels = [2, 1, 1, 1, 0, 0];

        Assert.Equal(
            Value(loss, [0.3, -1, 2, 0.5, 0.1, 0.9], labels), Value(loss, [0.3, 0.5, -1, 2, 0.9, 0.1], labels), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_ConstantAddedToAllScores_GivesTheSame(IRankingLoss loss)
    {
        Gen.Select(Lists, Gen.Double[-1000, 1000]).Sample((list, shift) =>
        {
            var (scores, labels) = list;
            Assert.Equal(
                Value(loss, scores, labels), Value(loss, [.. scores.Select(score => score + shift)], labels), 1e-9);
            Assert.Equal(0, Gradient(loss, scores, labels).Sum(), 1e-11);
        });
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_ScoresVeryFarApart_StaysFinite(IRankingLoss loss)
    {
        double[] labels = [0, 1, 2, 3];
        double[] wrong = [1e6, 1e3, -1e3, -1e6];
        var gradient = new double[4];

        var value = loss.Evaluate(wrong, labels, gradient);

        Assert.True(double.IsFinite(value) && value > 1e6);
        Assert.All(gradient, derivative => Assert.True(double.IsFinite(derivative)));
        Assert.True(gradient[0] > 0.5);
        Assert.True(gradient[3] < -0.5);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_Repeatedly_AllocatesNothing(IRankingLoss loss)
    {
        double[] scores = [.. Enumerable.Range(0, 100).Select(i => Math.Sin(i))];
        double[] labels = [.. Enumerable.Range(0, 100).Select(i => (double)(i * 7 % 13))];
        var gradient = new double[100];
        loss.Evaluate(scores, labels, gradient);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            loss.Evaluate(scores, labels, gradient);
        }

        // Pooled buffers can be trimmed between two calls; a list's worth for each call cannot hide.
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100 * 100);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_InvalidList_Throws(IRankingLoss loss)
    {
        Assert.Throws<ArgumentException>(() => loss.Evaluate([1, 2], [1], new double[2]));
        Assert.Throws<ArgumentException>(() => loss.Evaluate([1, 2], [1, 2], new double[3]));
        Assert.Throws<ArgumentException>(() => loss.Evaluate([1, double.NaN], [1, 2], new double[2]));
        Assert.Throws<ArgumentException>(() => loss.Evaluate([1, 2], [1, double.PositiveInfinity], new double[2]));
    }

    private static double Value(IRankingLoss loss, double[] scores, double[] labels) =>
        loss.Evaluate(scores, labels, new double[scores.Length]);

    private static double[] Gradient(IRankingLoss loss, double[] scores, double[] labels)
    {
        var gradient = new double[scores.Length];
        Array.Fill(gradient, double.NaN);
        loss.Evaluate(scores, labels, gradient);
        return gradient;
    }

    private static double[] Moved(double[] scores, int index, double step)
    {
        double[] moved = [.. scores];
        moved[index] += step;
        return moved;
    }
}
