using Arena.Core.Ratings;

namespace Arena.Tests.Ratings;

public sealed class FitTelemetryTests
{
    [Theory]
    [InlineData(RatingModel.BradleyTerry, "bt")]
    [InlineData(RatingModel.Elo, "elo")]
    public void Fit_OfAModel_TellsHowLongItTook(RatingModel model, string name)
    {
        using var telemetry = new RecordedTelemetry();

        Rating.Fit(BattleTable.From([new("a", "b", 1), new("b", "a", 1)]), new RatingOptions { Model = model, Intervals = IntervalMethod.None });

        Assert.Equal(1, telemetry.Count("arena.fit.duration", ("arena.rating.model", name)));
        Assert.True(telemetry.Sum("arena.fit.duration") > 0);
        var span = Assert.Single(telemetry.Spans);
        Assert.Equal(("fit", 2), (span.OperationName, span.GetTagItem("arena.battles")));
    }
}
