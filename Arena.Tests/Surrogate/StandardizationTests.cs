using Arena.Core.Surrogate;

namespace Arena.Tests.Surrogate;

public sealed class StandardizationTests
{
    private static readonly ScorerRows Rows = new(
        ["a", "constant", "missing", "gaps"],
        [[1, 5, double.NaN, 0], [2, 5, double.NaN, double.NaN], [3, 5, double.NaN, 2]],
        [0, 1, 2],
        [0, 0, 0]);

    [Fact]
    public void Apply_TrainingRows_GivesMeanZeroAndDeviationOneAndLeavesOutWhatSaysNothing()
    {
        var standardization = Standardization.Of(Rows);
        var rows = standardization.Apply(Rows);

        Assert.Equal(["a", "gaps"], standardization.Columns);
        Assert.Equal(0, rows.Average(row => row[0]), 1e-12);
        Assert.Equal(1, rows.Average(row => row[0] * row[0]), 1e-12);
        Assert.Equal([-1.0, 0, 1], rows.Select(row => row[1]));
    }

    [Fact]
    public void Apply_OtherRows_UsesWhatTrainingRowsTaughtAndCutsOffOutliers()
    {
        var rows = Standardization.Of(Rows).Apply(Rows with { Features = [[2, 9, 1, 1], [1e9, 5, 1, double.NaN]], Contestants = [0, 1], Prompts = [0, 0] });

        Assert.Equal([0.0, 0], rows[0]);
        Assert.Equal([4.0, 0], rows[1]);
    }

    [Fact]
    public void Create_NothingDiffers_SaysSo() => Assert.Contains(
        "none of 1 features differs between 2 responses",
        Assert.Throws<ArgumentException>(() => Standardization.Of(new(["a"], [[1], [1]], [0, 1], [0, 0]))).Message,
        StringComparison.Ordinal);
}
