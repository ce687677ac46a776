using Arena.Core.Judging;
using Arena.Core.Reports;

namespace Arena.Cli;

/// <summary>What <c>leaderboard --calibrate --json</c> prints. What the data do not define is null.</summary>
internal sealed record CalibrationDocument
{
    public required string Judge { get; init; }

    public required string Protocol { get; init; }

    public required double Level { get; init; }

    public required int Comparisons { get; init; }

    public required int Voted { get; init; }

    public required int Prompts { get; init; }

    public required int VotedPrompts { get; init; }

    public required EstimateDocument Sensitivity { get; init; }

    public required IReadOnlyList<Line> Contestants { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public static CalibrationDocument From(string judge, string protocol, HumanCalibration calibration) => new()
    {
        Judge = judge,
        Protocol = protocol,
        Level = calibration.Level,
        Comparisons = calibration.Comparisons,
        Voted = calibration.Voted,
        Prompts = calibration.Prompts,
        VotedPrompts = calibration.VotedPrompts,
        Sensitivity = EstimateDocument.From(calibration.Sensitivity),
        Contestants =
        [
            .. calibration.Contestants.Select(contestant => new Line(
                contestant.Name,
                contestant.Comparisons,
                contestant.Voted,
                EstimateDocument.From(contestant.Judge),
                EstimateDocument.From(contestant.Humans),
                EstimateDocument.From(contestant.RoganGladen),
                EstimateDocument.From(contestant.PredictionPowered.Value, contestant.PredictionPowered.Interval),
                double.IsNaN(contestant.PredictionPowered.Value) ? null : contestant.PredictionPowered.Weight)),
        ],
        Notes = calibration.Notes,
    };

    /// <summary>The win rates of a contestant, each in [0, 1].</summary>
    internal sealed record Line(
        string Name,
        int Comparisons,
        int Voted,
        EstimateDocument Judge,
        EstimateDocument Humans,
        EstimateDocument RoganGladen,
        EstimateDocument PredictionPowered,
        double? Lambda);
}
