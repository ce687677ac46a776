using Arena.Core.Learning;

namespace Arena.Tests.Learning;

public sealed class ListNetLossTests
{
    [Fact]
    public void Evaluate_ScoresEqualLabels_IsTheEntropyWithZeroGradient()
    {
        double[] labels = [0, Math.Log(2), Math.Log(5)];
        var gradient = new double[3];

        var value = new ListNetLoss().Evaluate(labels, labels, gradient);

        double[] p = [0.125, 0.25, 0.625];
        Assert.Equal(-p.Sum(x => x * Math.Log(x)), value, 1e-14);
        Assert.All(gradient, derivative => Assert.Equal(0, derivative, 1e-15));
    }

    [Fact]
    public void Evaluate_OtherScores_IsTheCrossEntropy()
    {
        double[] labels = [0, Math.Log(3)];
        double[] scores = [Math.Log(4), 0];

        var value = new ListNetLoss().Evaluate(scores, labels, new double[2]);

        Assert.Equal(-(0.25 * Math.Log(0.8)) - (0.75 * Math.Log(0.2)), value, 1e-14);
    }
}
