using Arena.Core;
using Arena.Core.Ratings;
using Arena.Web.Site.Contestants;

namespace Arena.Tests.Web.Site.Contestants;

public sealed class ContestantPagesTests(SampleSite sample) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Contestants_AreListedWithTheirRatings()
    {
        var page = await sample.Site.GetPageAsync("/t/sample/contestants");

        Assert.Equal(["alpha", "beta", "gamma"], page.QuerySelectorAll("tbody th").Select(name => name.TextContent));
        Assert.All(page.QuerySelectorAll("tbody tr"), row => Assert.Contains("…", row.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Contestant_ItsPage_SaysAgainstWhomAndWhereItLoses()
    {
        var page = await sample.Site.GetPageAsync("/t/sample/contestants/gamma");

        Assert.Equal(2, page.QuerySelectorAll("figure").Length);
        Assert.Equal(["coding", "writing"], page.QuerySelectorAll("figure")[1].QuerySelectorAll("tbody th").Select(row => row.TextContent).Order());
        Assert.NotNull(page.QuerySelector("a[href='/t/sample/judgments?show=flips&contestant=gamma']"));
    }

    [Fact]
    public void Of_BattlesWithTies_GivesSharesWithIntervalsOverPrompts()
    {
        var battles = BattleTable.From(
        [
            new Battle("a", "b", 1, 1, "p1") { Category = "x" }, new Battle("b", "a", 0.5, 1, "p2") { Category = "y" }, new Battle("a", "c", 0, 1, "p1") { Category = "x" },
            new Battle("b", "c", 1, 1, "p1") { Category = "x" },
        ]);

        var view = ContestantView.Of(battles, "a", null);

        Assert.Equal([("c", 1, 0.0, true), ("b", 2, 0.75, false)], view.Opponents.Select(share => (share.Name, share.Battles, share.Value, share.Interval is null)));
        Assert.Equal([("x", 0.5), ("y", 0.5)], view.Categories.Select(share => (share.Name, share.Value)));
        Assert.InRange(view.Opponents[1].Interval!.Value.Upper, 0.75, 1);
    }
}
