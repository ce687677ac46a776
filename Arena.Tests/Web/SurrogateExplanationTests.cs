using System.Globalization;
using System.Xml.Linq;
using Arena.Core.Surrogate.Explanation;
using Arena.Core.Surrogate.Scorers;
using Arena.Tests.Surrogate.Explanation;
using Arena.Web.Charts;
using Arena.Web.Reports;
using CsCheck;

namespace Arena.Tests.Web;

public sealed class SurrogateExplanationTests
{
    private const string Nasty = "</text><script>alert(1)</script>&\"'";

    private static readonly Lazy<SurrogateExplanation> Sample = new(() => SurrogateExplanation.Of(
        Planted.Table(row => row[0] + (row[4] * row[5]), 5, 40), Planted.Quick, 1, BoostedTrees.LightGbm(20)));

    [Fact]
    public async Task Render_AnExplanation_HasWordsChartsAndTablesAndNoScript()
    {
        var of = Sample.Value;

        var page = HtmlPage.ParseHarmless(await HtmlReport.RenderAsync(Nasty, of, DateTimeOffset.UnixEpoch));

        Assert.Equal(Nasty, Assert.Single(page.Texts("h1")));
        Assert.All(ExplanationText.Sentences(of).Concat(ExplanationText.Limits(of)), sentence => Assert.Contains(sentence, page.Texts("li")));
        Assert.Equal(5, page.Descendants("figure").Count());
        Assert.All(page.Descendants("figure"), figure => Assert.NotEmpty(figure.Descendants("details").Descendants("td")));
        Assert.All(of.Groups, group => Assert.Contains(page.Texts("td"), text => text == string.Join(", ", group.Members)));
        Assert.DoesNotContain("NaN", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_TwoJudges_ShowsBothCurvesInEveryPanel()
    {
        var first = Planted.Table(row => 2 * row[0], 5, 30);
        var of = SurrogateExplanationComparison.Of(
            Nasty, first, "other", first.JudgedAs(Planted.Table(row => 2 * row[4], 5, 30)), Planted.Quick, 1, () => new LogisticScorer(), TestContext.Current.CancellationToken);

        var page = HtmlPage.ParseHarmless(await HtmlReport.RenderAsync("two", Sample.Value, DateTimeOffset.UnixEpoch, of));

        var section = page.Descendants("section").Single(section => section.Attribute("id")!.Value == "rewards-compared");
        var curves = section.Descendants("path").Select(path => path.Attribute("class")!.Value).CountBy(name => name).ToDictionary();
        Assert.Equal(2 * of.Curves.Count, curves["curve"]);
        Assert.Equal(2 * of.Curves.Count, curves["curve other"]);
    }

    [Fact]
    public async Task CurveChart_NoPanels_SaysSo()
    {
        var page = HtmlPage.ParseHarmless(await RenderAsync([]));

        Assert.Empty(page.Descendants("svg"));
        Assert.Contains("nothing to show", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CurveChart_Panels_AreNamedAndInTheTable()
    {
        var page = HtmlPage.ParseHarmless(await RenderAsync([Panel(Nasty, [(0, 0.2), (1, 0.4)])]));

        Assert.All(page.Descendants("svg"), svg => Assert.Equal("the chart", svg.Elements().First(child => child.Name == "title").Value));
        Assert.Equal([Nasty, "at 0", "20.0 %", "15.0 %", "25.0 %", Nasty, "at 1", "40.0 %", "35.0 %", "45.0 %"], page.Descendants("tbody").Elements().Elements().Select(cell => cell.Value));
        Assert.All(page.Descendants("path").Where(path => path.Attribute("class")!.Value == "curve"), path => Assert.StartsWith("M", path.Attribute("d")!.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void CurveLayout_AnyNumberOfPanels_StayInsideAndDoNotOverlap()
    {
        Gen.Select(Gen.Int[1, 13], Gen.Double[-5, 5].Array[2, 9]).Sample((count, values) =>
        {
            foreach (var width in new[] { ChartFrame.WideWidth, ChartFrame.NarrowWidth })
            {
                CurvePanel[] panels = [.. Enumerable.Range(0, count).Select(i => Panel($"a feature with a rather long name, number {i}", [.. values.Select((value, x) => ((double)x, value))]))];
                var layout = CurveLayout.Of(panels, width, isShare: false);

                Assert.Equal(count, layout.Panels.Count);
                foreach (var panel in layout.Panels)
                {
                    Assert.True(panel.Left >= 0 && panel.Right <= width && panel.Bottom <= layout.Height);
                    Assert.True(panel.Left + TextWidth.Of(panel.Title, CurveLayout.FontSize) <= panel.Right);
                    Assert.DoesNotContain(layout.Panels, other => other != panel && other.Left < panel.Right && panel.Left < other.Right && other.Top < panel.Bottom && panel.Top < other.Bottom);
                    Assert.All(panel.Panel.Series[0].Points, point => Assert.InRange(layout.Y(panel, point.Value), panel.Top, panel.Bottom));
                    Assert.All(panel.Ticks.Zip(panel.Ticks.Skip(1)), pair => Assert.True(
                        pair.First.X + (TextWidth.Of(pair.First.Text, CurveLayout.TickSize) / 2) <= pair.Second.X - (TextWidth.Of(pair.Second.Text, CurveLayout.TickSize) / 2)));
                }
            }
        }, iter: 100);
    }

    [Theory]
    [InlineData("structure.words", 0, 6)]
    [InlineData("consensus.length", -1.5, 1.2)]
    [InlineData("wording.reading_ease", -20, 110)]
    [InlineData("structure.code_share", 0, 1)]
    [InlineData("structure.code_share", 0.2, 0.2)]
    public void FeatureTicks_OfARange_LieInItAndReadApart(string feature, double low, double high)
    {
        var ticks = FeatureTicks.Of(feature, low, high);

        Assert.All(ticks, tick => Assert.InRange(tick.X, low - 1e-6, high + 1e-6));
        Assert.Equal(ticks.Count, ticks.Select(tick => tick.Text).Distinct().Count());
        Assert.True(ticks.Count >= (high > low ? 3 : 1));
    }

    private static CurvePanel Panel(string title, IReadOnlyList<(double X, double Value)> points) => new(
        title, [new CurveSeries("", [.. points.Select(point => new CurveMark(point.X, $"at {point.X.ToString(CultureInfo.InvariantCulture)}", point.Value, point.Value - 0.05, point.Value + 0.05))])])
    {
        Ticks = [.. points.Select(point => (point.X, $"tick {point.X.ToString(CultureInfo.InvariantCulture)}"))],
    };

    private static Task<string> RenderAsync(IReadOnlyList<CurvePanel> panels) => HtmlReport.RenderAsync<CurveChart>(new Dictionary<string, object?>
    {
        [nameof(CurveChart.Name)] = "the chart",
        [nameof(CurveChart.Caption)] = "what it shows",
        [nameof(CurveChart.Panels)] = panels,
        [nameof(CurveChart.IsShare)] = true,
    });
}
