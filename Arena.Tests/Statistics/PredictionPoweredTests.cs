using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Statistics;

public sealed class PredictionPoweredTests
{
    /// <summary>Units by cluster: a prediction each, and a label for those that have one.</summary>
    private static readonly Gen<(double Prediction, double Label, bool IsLabelled)[][]> Data =
        from noise in Gen.Double[0, 0.5]
        from clusters in Gen.Select(Gen.Double[0, 1], Gen.Double[-1, 1], Gen.Bool).Array[1, 4].Array[4, 15]
        where clusters.Count(cluster => cluster.Any(unit => unit.Item3)) >= 3
        select clusters.Select(cluster => cluster.Select(unit => (unit.Item1, unit.Item1 + (noise * unit.Item2), unit.Item3)).ToArray()).ToArray();

    [Fact]
    public void Mean_IndependentUnits_IsThatOfThePaper() => Data.Select(clusters => clusters.SelectMany(c => c).ToArray()).Sample(units =>
    {
        var labelled = units.Where(unit => unit.IsLabelled).ToArray();
        var others = units.Where(unit => !unit.IsLabelled).ToArray();
        var estimate = Mean([.. units.Select(unit => new[] { unit })]);
        if (others.Length == 0 || estimate.Weight == 0)
        {
            return;
        }

        // The paper sets units without labels against those with: λ·mean(others) + mean(labels − λ·predictions). Ours takes the mean of all units in
        // place of the others', so that its λ is greater in the proportion of all to the others.
        var weight = estimate.Weight * others.Length / units.Length;
        var paper = (weight * others.Average(unit => unit.Prediction)) + labelled.Average(unit => unit.Label - (weight * unit.Prediction));
        Assert.Equal(paper, estimate.Value, 1e-9);
    });

    [Fact]
    public void Mean_TunedWeight_HasTheLeastVarianceOfAll() => Data.Sample(clusters =>
    {
        var (a, b) = Influences(clusters);
        var estimate = Mean(clusters);

        var least = Variance(estimate.Weight);
        Assert.True(least <= Variance(0) + 1e-12);
        Assert.True(least <= Variance(estimate.Weight + 0.01) + 1e-12);
        Assert.True(estimate.Weight < 0.01 || least <= Variance(estimate.Weight - 0.01) + 1e-12);

        double Variance(double weight) => a.Zip(b, (ofLabels, ofBracket) => Math.Pow(ofLabels + (weight * ofBracket), 2)).Sum();
    });

    [Fact]
    public void Mean_PredictionsOnAnotherScale_AreWorthTheSame() => Data.Sample(clusters =>
    {
        var plain = Mean(clusters);
        var scaled = Mean([.. clusters.Select(c => c.Select(unit => ((3 * unit.Prediction) + 7, unit.Label, unit.IsLabelled)).ToArray())]);

        Assert.Equal(plain.Value, scaled.Value, 1e-6);
        Assert.Equal(plain.Interval.Lower, scaled.Interval.Lower, 1e-6);
        Assert.Equal(plain.Weight / 3, scaled.Weight, 1e-6);
    });

    [Fact]
    public void Mean_EveryUnitLabelled_IsTheMeanOfTheLabels() => Data.Sample(clusters =>
    {
        var estimate = Mean([.. clusters.Select(c => c.Select(unit => (unit.Prediction, unit.Label, true)).ToArray())]);
        var labels = ClusterMean.Estimate([.. clusters.Select(c => c.Sum(unit => unit.Label))], [.. clusters.Select(c => (double)c.Length)]);

        Assert.Equal(0, estimate.Weight);
        Assert.Equal(labels.Value, estimate.Value, 1e-9);
        Assert.Equal(labels.Interval.Lower, estimate.Interval.Lower, 1e-9);
    });

    [Fact]
    public void Mean_ConstantPredictions_AreOfNoUse() => Data.Sample(clusters =>
    {
        var estimate = Mean([.. clusters.Select(c => c.Select(unit => (0.1, unit.Label, unit.IsLabelled)).ToArray())]);

        Assert.Equal(0, estimate.Weight);
        Assert.Equal(clusters.SelectMany(c => c).Where(unit => unit.IsLabelled).Average(unit => unit.Label), estimate.Value, 1e-9);
    });

    [Fact]
    public void Mean_PredictionsAgainstTheLabels_AreNotBelieved()
    {
        var estimate = PredictionPowered.Mean([1, 0, 1, 0], [0, 1, 0, 1], [1, 1, 1, 1], [1, 1, 1, 2], [2, 2, 2, 2]);

        Assert.Equal(0, estimate.Weight);
        Assert.Equal(0.5, estimate.Value);
    }

    [Fact]
    public void Mean_NoLabel_IsUndefined()
    {
        var estimate = PredictionPowered.Mean([0, 0], [0, 0], [0, 0], [1, 2], [2, 2]);

        Assert.True(double.IsNaN(estimate.Value) && double.IsNaN(estimate.Interval.Lower));
    }

    private static PredictionPoweredEstimate Mean((double Prediction, double Label, bool IsLabelled)[][] clusters) => PredictionPowered.Mean(
        [.. clusters.Select(c => c.Where(unit => unit.IsLabelled).Sum(unit => unit.Label))],
        [.. clusters.Select(c => c.Where(unit => unit.IsLabelled).Sum(unit => unit.Prediction))],
        [.. clusters.Select(c => (double)c.Count(unit => unit.IsLabelled))],
        [.. clusters.Select(c => c.Sum(unit => unit.Prediction))],
        [.. clusters.Select(c => (double)c.Length)]);

    /// <summary>What each cluster moves the mean label and the bracket by, unit by unit.</summary>
    private static (double[] OfLabels, double[] OfBracket) Influences((double Prediction, double Label, bool IsLabelled)[][] clusters)
    {
        var units = clusters.SelectMany(c => c).ToArray();
        var labelled = units.Where(unit => unit.IsLabelled).ToArray();
        var (label, prediction, all) = (labelled.Average(u => u.Label), labelled.Average(u => u.Prediction), units.Average(u => u.Prediction));
        return (
            [.. clusters.Select(c => c.Where(u => u.IsLabelled).Sum(u => u.Label - label) / labelled.Length)],
            [.. clusters.Select(c =>
                (c.Sum(u => u.Prediction - all) / units.Length) - (c.Where(u => u.IsLabelled).Sum(u => u.Prediction - prediction) / labelled.Length))]);
    }
}
