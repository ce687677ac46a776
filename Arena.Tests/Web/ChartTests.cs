using System.Xml.Linq;
using Arena.Web.Charts;
using Arena.Web.Reports;

namespace Arena.Tests.Web;

public sealed class ChartTests
{
    private const string Nasty = "</text><script>alert(1)</script>&\"'";

    [Fact]
    public async Task ForestPlot_Rows_AreDrawnNamedAndInTheTable()
    {
        var html = await ForestAsync([new ChartRow("a") { Value = 3, Lower = 1, Upper = 5, ValueText = "3" }, new ChartRow("b") { Value = 2 }]);

        var page = HtmlPage.ParseHarmless(html);
        Assert.All(page.Descendants("svg"), svg => Assert.Equal("img", svg.Attribute("role")!.Value));
        Assert.All(page.Descendants("svg"), svg => Assert.Equal("the chart", svg.Elements().First(child => child.Name == "title").Value));
        Assert.Equal("what it shows", Assert.Single(page.Texts("figcaption")));

        // A drawing for wide screens and one for narrow ones.
        Assert.Equal(4, page.Descendants("circle").Count());
        Assert.Equal(2, page.Descendants("line").Count(line => line.Attribute("class")!.Value == "interval"));
        Assert.Equal(["a", "3", "1", "5", "b", "2", "–", "–"], page.Descendants("tbody").Elements().Elements().Select(cell => cell.Value));
    }

    [Fact]
    public async Task ForestPlot_ShadeBandAndHollowRow_AreDrawnBehindTheMarks()
    {
        var page = HtmlPage.ParseHarmless(await HtmlReport.RenderAsync<ForestPlot>(Chart(
            (nameof(ForestPlot.Rows), new[] { new ChartRow("a") { Value = 3, Band = (-1, 1) }, new ChartRow("b") { Value = 2, IsHollow = true } }),
            (nameof(ForestPlot.Shade), (-5.0, 5.0)))));

        string[] classes = [.. page.Descendants("svg").First().Descendants().Where(of => of.Name == "rect" || of.Name == "circle").Select(of => of.Attribute("class")!.Value)];
        Assert.Equal(["shade", "hit", "band", "dot", "hit", "dot hollow"], classes);
        Assert.All(page.Descendants("rect"), rect => Assert.True(double.Parse(rect.Attribute("width")!.Value, System.Globalization.CultureInfo.InvariantCulture) > 0));
    }

    [Fact]
    public async Task ForestPlot_NoRows_SaysSo()
    {
        var page = HtmlPage.ParseHarmless(await ForestAsync([]));

        Assert.Empty(page.Descendants("svg"));
        Assert.Contains("nothing to show", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForestPlot_SeveralGroups_StandApartUnderHeadings()
    {
        var one = HtmlPage.ParseHarmless(await ForestAsync([new ChartRow("a") { Value = 1 }, new ChartRow("b") { Value = 2 }]));
        var two = HtmlPage.ParseHarmless(await ForestAsync([new ChartRow("a") { Value = 1 }, new ChartRow("b") { Value = 2, Group = 2 }]));

        Assert.DoesNotContain(one.Texts("text"), text => text.StartsWith("Group", StringComparison.Ordinal));
        Assert.Equal(["Group 1", "Group 2", "Group 1", "Group 2"], two.Texts("text").Where(text => text.StartsWith("Group", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ForestPlot_BoundOnly_IsAnArrowWithoutADot()
    {
        var page = HtmlPage.ParseHarmless(await ForestAsync(
            [new ChartRow("a") { Lower = 1200, Upper = double.PositiveInfinity }, new ChartRow("b") { Value = 1000, Lower = 950, Upper = 1050 }]));

        Assert.Equal(2, page.Descendants("circle").Count());
        Assert.Contains("l5 4l-5 4", page.Descendants("path").First(path => path.Attribute("class")!.Value == "interval").Attribute("d")!.Value, StringComparison.Ordinal);
        Assert.Contains("∞", page.Texts("td"));
    }

    [Fact]
    public async Task ShareBars_AboveAndBelowTheBaseline_GoEitherWay()
    {
        var page = HtmlPage.ParseHarmless(await HtmlReport.RenderAsync<ShareBars>(Chart(
            (nameof(ShareBars.Rows), new[] { new ChartRow("a") { Value = 0.75 }, new ChartRow("b") { Value = 0.25 } }), (nameof(ShareBars.Baseline), 0.5))));

        var bars = page.Descendants("rect").Where(rect => rect.Attribute("class")!.Value.StartsWith("bar", StringComparison.Ordinal)).Take(2).ToArray();
        Assert.Equal(["bar", "bar under"], bars.Select(bar => bar.Attribute("class")!.Value));
        Assert.Equal(bars[0].Attribute("width")!.Value, bars[1].Attribute("width")!.Value);
        Assert.Equal(["75.0 %", "25.0 %"], page.Descendants("td").Where((_, i) => i % 3 == 0).Select(cell => cell.Value));
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(60, false)]
    public async Task HeatMap_AnyNumber_HasAllFiguresInTheTable(int count, bool hasFiguresInCells)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"m{i}")];
        var page = HtmlPage.ParseHarmless(await HtmlReport.RenderAsync<HeatMap>(Chart(
            (nameof(HeatMap.Rows), names),
            (nameof(HeatMap.Columns), names),
            (nameof(HeatMap.Cell), new Func<int, int, HeatCell>((i, j) => i == j ? HeatCell.Empty : new HeatCell((double)i / count, $"{i}", $"n{j}"))),
            (nameof(HeatMap.LowText), "less"),
            (nameof(HeatMap.HighText), "more"))));

        Assert.Equal(hasFiguresInCells, page.Texts("text").Contains("n1"));
        var cells = page.Descendants("tbody").Elements().Select(row => row.Elements("td").Select(cell => cell.Value).ToArray()).ToArray();
        Assert.Equal(count, cells.Length);
        Assert.Equal("", cells[1][1]);
        Assert.Equal("2 (n1)", cells[2][1]);
    }

    [Fact]
    public async Task ScatterPlot_Points_AreDrawnNamedAndInTheTable()
    {
        var page = HtmlPage.ParseHarmless(await HtmlReport.RenderAsync<ScatterPlot>(Chart(
            (nameof(ScatterPlot.Points), new[] { new ScatterPoint("a", 1, 2), new ScatterPoint("b", 3, 4.5) }),
            (nameof(ScatterPlot.XName), "across"),
            (nameof(ScatterPlot.YName), "upwards"))));

        Assert.Equal(4, page.Descendants("circle").Count());
        Assert.Equal(["a", "1", "2", "b", "3", "4.5"], page.Descendants("tbody").Elements().Elements().Select(cell => cell.Value));
        Assert.Contains("across", page.Texts("text"));
    }

    [Fact]
    public async Task Charts_NamesWithMarkup_AreTextEverywhere()
    {
        string[] pages =
        [
            await ForestAsync([new ChartRow(Nasty) { Value = 1, Lead = Nasty, ValueText = Nasty, Details = Nasty }]),
            await HtmlReport.RenderAsync<HeatMap>(Chart(
                (nameof(HeatMap.Rows), new[] { Nasty }),
                (nameof(HeatMap.Columns), new[] { Nasty }),
                (nameof(HeatMap.Cell), new Func<int, int, HeatCell>((_, _) => new HeatCell(1, Nasty, Nasty, Nasty))),
                (nameof(HeatMap.LowText), Nasty),
                (nameof(HeatMap.HighText), Nasty))),
            await HtmlReport.RenderAsync<ScatterPlot>(Chart(
                (nameof(ScatterPlot.Points), new[] { new ScatterPoint(Nasty, 1, 2) }), (nameof(ScatterPlot.XName), Nasty), (nameof(ScatterPlot.YName), Nasty))),
        ];

        Assert.All(pages, page => Assert.Contains(Nasty, HtmlPage.ParseHarmless(page).Texts("th")));
    }

    private static Task<string> ForestAsync(ChartRow[] rows) => HtmlReport.RenderAsync<ForestPlot>(Chart((nameof(ForestPlot.Rows), rows)));

    private static Dictionary<string, object?> Chart(params (string Name, object? Value)[] parameters) => new(
        parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)))
    {
        [nameof(ChartFrame.Name)] = "the chart",
        [nameof(ChartFrame.Caption)] = "what it shows",
    };
}
