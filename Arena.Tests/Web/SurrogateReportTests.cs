using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Scorers;
using Arena.Tests.Surrogate;
using Arena.Web.Reports;

namespace Arena.Tests.Web;

public sealed class SurrogateReportTests
{
    private static readonly JudgedResponses Data = SmallArena.Create(contestants: 6, prompts: 10);

    [Fact]
    public async Task Render_OfAReport_ShowsEveryContestantEveryScorerAndWhatIsInSample()
    {
        var report = SurrogateReport.Of(
            Data, "small <i>", "somebody", [new(ScorerCatalogue.Default, ScorerInputs.Verdicts), new(new StrengthRidge(), ScorerInputs.Field)], SplitKind.Contestant, null, TimeProvider.System);
        var page = HtmlPage.ParseHarmless(await HtmlReport.RenderAsync(report, DateTimeOffset.UnixEpoch));
        var text = page.Value;

        Assert.Equal("small <i>", page.Descendants("h1").Single().Value);
        Assert.All(Data.Contestants, contestant => Assert.Contains(contestant, text, StringComparison.Ordinal));
        Assert.Equal(
            ["logistic + strength ridge", "strength ridge", "in sample: logistic + strength ridge"],
            page.Descendants("div").Single(element => element.Attribute("aria-label")?.Value == "Scorers").Descendants("tbody").Single().Descendants("th").Select(cell => cell.Value));
        Assert.Contains("only 6 contestants", text, StringComparison.Ordinal);
        Assert.Equal(4, page.Descendants("line").Count(line => line.Attribute("class")?.Value == "reference"));
    }

    [Fact]
    public void Of_AReport_HasHeldOutFiguresFirstAndCalibrationOfAllBattles()
    {
        var report = SurrogateReport.Of(Data, "small", "somebody", ScorerCatalogue.Defaults(Data), SplitKind.Contestant, null, TimeProvider.System);

        Assert.Equal(6, report.Folds);
        Assert.Equal([false, false, false, true], report.Rows.Select(row => row.IsInSample));
        Assert.Equal(Data.Pairs.Count, report.Calibration.Sum(bin => bin.Battles));
        Assert.Equal(report.Contestants.Select(contestant => contestant.Judged).OrderDescending(), report.Contestants.Select(contestant => contestant.Judged));
        Assert.True(report.Rows[^1].Metrics.StrengthR2.Estimate > report.Default.Metrics.StrengthR2.Estimate);
    }
}
