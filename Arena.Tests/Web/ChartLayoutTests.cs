using Arena.Web.Charts;

namespace Arena.Tests.Web;

public sealed class ChartLayoutTests
{
    private static readonly double[] Widths = [ChartFrame.WideWidth, ChartFrame.NarrowWidth];

    public static TheoryData<int> Counts => [1, 2, 3, 20, 60];

    [Theory]
    [InlineData(0, 1, 5)]
    [InlineData(846, 1172, 8)]
    [InlineData(-3.7, 12.2, 5)]
    [InlineData(1000, 1000, 5)]
    [InlineData(0, 0, 5)]
    [InlineData(-1e6, 1e7, 7)]
    public void Axis_OfValues_HoldsThemBetweenRoundTicks(double low, double high, int ticks)
    {
        var axis = LinearAxis.Of([low, high], ticks);

        Assert.True(axis.Low <= low && high <= axis.High);
        Assert.True(axis.Low < axis.High);
        Assert.InRange(axis.Ticks.Count(), 2, ticks + 2);
        Assert.Equal(axis.High, axis.Ticks.Last(), 1e-9 * Math.Max(1, Math.Abs(high)));
        Assert.Equal(axis.Ticks.Count(), axis.Ticks.Select(axis.Text).Distinct().Count());
    }

    [Fact]
    public void Axis_NoValues_StillHasTicks()
    {
        Assert.True(LinearAxis.Of([], 5).Ticks.Count() > 1);
    }

    [Theory]
    [InlineData("short", "short")]
    [InlineData("Open-Assistant StableLM SFT-7 (7B)", "Open-Assista…")]
    [InlineData("line\nbreak", "line break")]
    [InlineData("👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀", "👩‍🚀👩‍🚀…")]
    public void Shorten_Text_FitsAndCutsNoLetter(string text, string expected)
    {
        var shortened = TextWidth.Shorten(text, 10, 85);

        Assert.Equal(expected, shortened);
        Assert.True(TextWidth.Of(shortened, 10) <= 85);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Rows_AnyNumber_DoNotOverlapAndStayInside(int count)
    {
        var rows = Enumerable.Range(0, count)
            .Select(i => new ChartRow($"contestant with a rather long name, number {i}")
            {
                Value = 1000 + (7 * i),
                Lower = 900 + (5 * i),
                Upper = 1100 + (9 * i),
                Lead = "12–60",
                ValueText = "1000",
                Group = i < count / 2 ? 1 : 2,
            })
            .ToArray();
        foreach (var width in Widths)
        {
            var layout = RowLayout.Of(rows, width, null);

            Assert.Equal(count, layout.Rows.Count);
            Assert.All(layout.Rows.Zip(layout.Rows.Skip(1)), pair => Assert.True(pair.First.Top + pair.First.Height <= pair.Second.Top));
            foreach (var row in layout.Rows)
            {
                var end = row.LabelX + TextWidth.Of(row.Label, RowLayout.FontSize);
                var isBeside = Math.Abs(row.Mark.Y - row.TextY) < 10;
                Assert.True(end <= (isBeside ? layout.PlotLeft : width - TextWidth.Of("1000", RowLayout.FontSize)), $"label ends at {end}");
                Assert.InRange(row.Mark.Value!.Value, layout.PlotLeft, layout.PlotRight);
                Assert.True(row.Mark.Lower < row.Mark.Value && row.Mark.Value < row.Mark.Upper);
                Assert.InRange(row.Mark.Y, row.Top, layout.Height);
            }
        }
    }

    [Fact]
    public void Rows_OneHugeInterval_DoesNotPushTheOthersTogether()
    {
        ChartRow[] rows =
        [
            new("a") { Value = 1100, Lower = 1050, Upper = 1150 },
            new("b") { Value = 1000, Lower = -90000, Upper = 92000 },
            new("c") { Value = 900, Lower = double.NegativeInfinity, Upper = 950 },
        ];

        var layout = RowLayout.Of(rows, 880, null);

        Assert.True(layout.Rows[0].Mark.Value - layout.Rows[1].Mark.Value > 50);
        Assert.Equal([false, true, true], layout.Rows.Select(row => row.Mark.GoesOnBelow));
        Assert.Equal([false, true, false], layout.Rows.Select(row => row.Mark.GoesOnAbove));
    }

    [Fact]
    public void Rows_Shade_LiesWithinTheScaleAndMovesNoRow()
    {
        ChartRow[] rows = [new("a") { Value = 1, Lower = 0, Upper = 2, Band = (-4, 4) }, new("b") { Value = 2 }];
        foreach (var width in Widths)
        {
            var (with, without) = (RowLayout.Of(rows, width, null, (-5, 5)), RowLayout.Of(rows, width, null));

            Assert.True(with.Axis.Low <= -5 && with.Axis.High >= 5);
            Assert.True(without.Axis.Low >= 0);
            Assert.Equal(without.Rows.Select(row => row.Top), with.Rows.Select(row => row.Top));
        }
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Scatter_AnyNumber_LabelsOverlapNeitherEachOtherNorThePoints(int count)
    {
        var points = Enumerable.Range(0, count)
            .Select(i => new ScatterPoint($"contestant {i}", 1000 + (100 * Math.Sin(i)), 1000 + (80 * Math.Sin(1.3 * i))))
            .ToArray();
        foreach (var width in Widths)
        {
            var layout = ScatterLayout.Of(points, width);

            Assert.NotEmpty(layout.Labels);
            for (var i = 0; i < layout.Labels.Count; i++)
            {
                var box = layout.Labels[i].Box;
                Assert.True(box.X >= 0 && box.Y >= 0 && box.X + box.Width <= layout.Width && box.Y + box.Height <= layout.Height);
                Assert.DoesNotContain(layout.Labels.Take(i), other => other.Box.Overlaps(box));
                Assert.DoesNotContain(points, point => box.Overlaps(new ScatterLayout.Box(layout.X(point.X), layout.Y(point.Y), 0.1, 0.1)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Heat_AnyNumber_FitsTheWidthAndLabelsTheirRows(int count)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"{i + 1}  a contestant with a long name")];
        string[] numbers = [.. Enumerable.Range(1, count).Select(i => $"{i}")];

        var layout = HeatLayout.Of(names, numbers, ChartFrame.WideWidth);

        Assert.True(layout.Width <= ChartFrame.WideWidth + 1, $"{layout.Width} wide");
        Assert.All(layout.RowLabels, label => Assert.True(TextWidth.Of(label, layout.FontSize) <= layout.Left));
        Assert.True(layout.FontSize <= layout.CellHeight);
        Assert.All(layout.ColumnLabels, label => Assert.True(
            layout.AreColumnsUpright ? layout.FontSize <= layout.CellWidth : TextWidth.Of(label, layout.FontSize) <= layout.CellWidth));
        Assert.Equal(numbers, layout.ColumnLabels);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 4)]
    [InlineData(1, 8)]
    [InlineData(-3, 0)]
    [InlineData(7, 8)]
    public void Step_Value_IsOneOfTheColours(double value, int expected) => Assert.Equal(expected, HeatLayout.Step(value, 0, 1));

    [Fact]
    public void Paths_Cells_DrawEachThatHasAValueOnce()
    {
        var layout = HeatLayout.Of(["a", "b"], ["a", "b"], 100);

        var paths = layout.Paths((row, column) => row == column ? null : 8 * row).ToArray();

        Assert.Equal([0, 8], paths.Select(path => path.Step));
        Assert.All(paths, path => Assert.Equal(1, path.Path.Count(letter => letter == 'M')));
    }
}
