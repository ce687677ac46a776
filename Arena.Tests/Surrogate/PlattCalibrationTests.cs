using Arena.Core.Surrogate;
using CsCheck;

namespace Arena.Tests.Surrogate;

public sealed class PlattCalibrationTests
{
    [Fact]
    public void Fit_OutcomesOfAKnownCurve_FindsIt() => Gen.Select(Gen.Double[-2, 2], Gen.Double[0.2, 3]).Sample((intercept, slope) =>
    {
        var scores = Enumerable.Range(0, 4000).Select(i => (i / 1000.0) - 2).ToArray();
        var fit = PlattCalibration.Fit(scores, [.. scores.Select(score => 1 / (1 + Math.Exp(-intercept - (slope * score))))]);

        Assert.Equal(intercept, fit.Intercept, 0.05);
        Assert.Equal(slope, fit.Slope, 0.05);
    }, iter: 20);

    [Fact]
    public void Fit_AnyScores_KeepsTheMeanAndIsFinite() => Gen.Select(Gen.Double[-1e3, 1e3], Gen.Double[0, 1]).Array[10, 200].Sample(rows =>
    {
        var fit = PlattCalibration.Fit([.. rows.Select(row => row.Item1)], [.. rows.Select(row => row.Item2)]);

        Assert.All(rows, row => Assert.InRange(fit.Probability(row.Item1), 0, 1));
        // At the best point the residuals add up to the intercept in units of the prior, which is at most about the log-odds of one in n.
        Assert.Equal(rows.Average(row => row.Item2), rows.Average(row => fit.Probability(row.Item1)), (Math.Log(rows.Length) + 2) / rows.Length);
    }, iter: 200);

    [Fact]
    public void Fit_ConstantScores_GivesTheMean() => Assert.Equal(0.25, PlattCalibration.Fit(new double[1000], [.. Enumerable.Range(0, 1000).Select(i => i % 4 == 0 ? 1.0 : 0)]).Probability(0), 0.01);
}
