using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Arena.Core.Ratings;

/// <summary>What is told of fits.</summary>
internal static class FitTelemetry
{
    private const string Model = "arena.rating.model";

    private static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram(
        "arena.fit.duration",
        "s",
        "Time to fit a rating model to battles, intervals included.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] });

    /// <summary>Tells of a fit; one that does not come about has a span alone.</summary>
    /// <param name="battles">What it is fitted to.</param>
    /// <param name="model">The model.</param>
    /// <param name="fit">Fits.</param>
    public static RatingFit Tell(BattleTable battles, RatingModel model, Func<RatingFit> fit)
    {
        var name = NameOf(model);
        using var span = Telemetry.Source.StartActivity("fit");
        span?.SetTag(Model, name).SetTag("arena.battles", battles.Count).SetTag("arena.contestants", battles.Contestants.Count);
        var began = Stopwatch.GetTimestamp();
        try
        {
            var result = fit();
            Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>(Model, name));
            return result;
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }
    }

    /// <summary>As the command line calls it.</summary>
    private static string NameOf(RatingModel model) => model switch
    {
        RatingModel.Davidson => "davidson",
        RatingModel.RaoKupper => "rao-kupper",
        RatingModel.RankList => "ranklist",
        RatingModel.Elo => "elo",
        _ => "bt",
    };
}
