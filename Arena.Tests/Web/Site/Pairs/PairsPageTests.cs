using Arena.Core;
using Arena.Core.Ratings;
using CsCheck;

namespace Arena.Tests.Web.Site.Pairs;

public sealed class PairsPageTests(SampleSite sample) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Pairs_ShowTheMapAndWhatWasForetold()
    {
        var page = await sample.Site.GetPageAsync("/t/sample/pairs");

        Assert.Equal(2, page.QuerySelectorAll("figure").Length);
        Assert.Equal(3, page.QuerySelectorAll("h3 + .scroll tbody tr").Length);
        Assert.Contains("3 pairs", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("foretells no shares", (await sample.Site.GetPageAsync("/t/sample/pairs?protocol=pointwise")).QuerySelector("main .nothing")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RatingModel.BradleyTerry)]
    [InlineData(RatingModel.Davidson)]
    public void ExpectedShare_OfEveryPair_AddsUpToTheObservedPoints(RatingModel model) => Gen.Int[0, 2].Array[30, 60].Sample(outcomes =>
    {
        // The maximum of these likelihoods balances every contestant's points: that is what their score equations say.
        string[] names = ["a", "b", "c"];
        var battles = BattleTable.From(
        [
            .. outcomes.Select((outcome, i) => new Battle(names[i % 3], names[(i + 1) % 3], outcome / 2.0, 1, $"p{i}")),
            .. names.SelectMany((name, i) => new[] { 0, 0.5, 1 }.Select(outcome => new Battle(name, names[(i + 1) % 3], outcome, 1, $"q{i}"))),
        ]);
        var fit = Rating.Fit(battles, new RatingOptions { Model = model, Intervals = IntervalMethod.None }, null, TestContext.Current.CancellationToken);

        var (observed, expected) = (0.0, 0.0);
        for (var row = 0; row < battles.Count; row++)
        {
            var (first, second) = (battles.First[row], battles.Second[row]);
            if (first == 0 || second == 0)
            {
                observed += first == 0 ? battles.Outcome[row] : 1 - battles.Outcome[row];
                expected += ExpectedShare.Of(fit, 0, first == 0 ? second : first)!.Value;
            }
        }

        Assert.Equal(observed, expected, 1e-3);
    });

    [Theory]
    [InlineData(RatingModel.BradleyTerry)]
    [InlineData(RatingModel.Davidson)]
    [InlineData(RatingModel.RaoKupper)]
    [InlineData(RatingModel.Elo)]
    public void ExpectedShare_OfBothSides_AddsUpToOneAndFavoursTheStronger(RatingModel model)
    {
        var battles = BattleTable.From(Enumerable.Range(0, 40).Select(i => new Battle("a", "b", i % 4 == 0 ? 0 : i % 4 == 1 ? 0.5 : 1, 1, $"p{i}")));
        var fit = Rating.Fit(battles, new RatingOptions { Model = model, Intervals = IntervalMethod.None }, null, TestContext.Current.CancellationToken);

        var (one, other) = (ExpectedShare.Of(fit, 0, 1)!.Value, ExpectedShare.Of(fit, 1, 0)!.Value);

        Assert.Equal(1, one + other, 12);
        Assert.InRange(one, 0.5, 1);
    }
}
