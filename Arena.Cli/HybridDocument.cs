using Arena.Core.Ratings;
using Arena.Core.Reports;
using Arena.Core.Surrogate.Hybrid;

namespace Arena.Cli;

/// <summary>What <c>leaderboard --assisted-by --json</c> prints. What the data do not define is null.</summary>
internal sealed record HybridDocument
{
    public required string Judge { get; init; }

    public required string AssistedBy { get; init; }

    public required double Level { get; init; }

    public required int PlannedBattles { get; init; }

    public required int JudgedBattles { get; init; }

    public required int JudgedPrompts { get; init; }

    public required double Lambda { get; init; }

    public required double? Scatter { get; init; }

    public required double? Slope { get; init; }

    /// <summary>The best estimate that there is, which the leaderboard shows.</summary>
    public required Quality Hybrid { get; init; }

    /// <summary>The judge's verdicts alone.</summary>
    public required Quality Plain { get; init; }

    public required IReadOnlyList<HybridLine> Leaderboard { get; init; }

    /// <summary>Null where they were not asked for.</summary>
    public required IReadOnlyList<HybridPair>? Next { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public static HybridDocument From(string judge, string assistedBy, double level, HybridFit fit, IReadOnlyList<HybridBattle>? next, IReadOnlyList<string> notes)
    {
        var ranks = fit.RanksOf(fit.Best);
        return new HybridDocument
        {
            Judge = judge,
            AssistedBy = assistedBy,
            Level = level,
            PlannedBattles = fit.PlannedBattles,
            JudgedBattles = fit.JudgedBattles,
            JudgedPrompts = fit.JudgedPrompts,
            Lambda = fit.Lambda,
            Scatter = fit.Scatter,
            Slope = fit.Slope,
            Hybrid = Quality.Of(fit.Best),
            Plain = Quality.Of(fit.Plain),
            Leaderboard =
            [
                .. HybridTable.Order(fit).Select((i, place) => new HybridLine(
                    place + 1,
                    ranks[i].Low,
                    ranks[i].High,
                    fit.Contestants[i],
                    fit.Judged[i],
                    fit.Planned[i],
                    Rating(fit.Best, i),
                    Rating(fit.Plain, i),
                    RatingScale.FromLogStrength(fit.Predicted[i]))),
            ],
            Next = next is null ? null : [.. next.Select(battle => new HybridPair(battle.Prompt!, battle.First, battle.Second))],
            Notes = notes,
        };
    }

    private static EstimateDocument Rating(HybridEstimate estimate, int i)
    {
        var interval = estimate.Uncertainty.IntervalOf(i);
        return EstimateDocument.From(
            RatingScale.FromLogStrength(estimate.LogStrengths[i]),
            interval with { Lower = RatingScale.FromLogStrength(interval.Lower), Upper = RatingScale.FromLogStrength(interval.Upper) });
    }

    /// <summary>How well an estimate is expected to agree with the leaderboard by all verdicts.</summary>
    internal sealed record Quality(double ExpectedKendallTau, double MeanIntervalWidth)
    {
        public static Quality Of(HybridEstimate estimate) => new(estimate.ExpectedTau, RatingScale.PointsPerUnit * estimate.MeanWidth);
    }

    /// <summary>A contestant; ratings on the usual scale around 1000.</summary>
    internal sealed record HybridLine(
        int Rank, int RankLow, int RankHigh, string Name, int Judged, int Planned, EstimateDocument Rating, EstimateDocument PlainRating, double ForetoldRating);

    /// <summary>A pair to judge.</summary>
    internal sealed record HybridPair(string Prompt, string First, string Second);
}
