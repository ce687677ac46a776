using Arena.Core.Ratings;
using Arena.Core.Reports;

namespace Arena.Cli;

/// <summary>What <c>leaderboard --against --json</c> prints. What the data do not define, or was not asked for, is null.</summary>
internal sealed record BaselineDocument(
    string Baseline, string Protocol, IReadOnlyList<string> Judges, double Level, IReadOnlyList<BaselineDocument.Rate> Contestants)
{
    public static BaselineDocument From(LeaderboardSource source, BaselineWinRates rates) => new(
        rates.Baseline,
        source.Protocol,
        source.Judges,
        rates.Level,
        [
            .. rates.Contestants.Select(contestant => new Rate(
                contestant.Name,
                contestant.Battles,
                contestant.Prompts,
                EstimateDocument.From(contestant.WinRate),
                contestant.LengthControlled is { } controlled ? EstimateDocument.From(controlled) : null,
                contestant.MeanLength)),
        ]);

    /// <summary>A contestant's win rates, in [0, 1], and the mean length of its responses in characters.</summary>
    internal sealed record Rate(
        string Name, int Battles, int Prompts, EstimateDocument WinRate, EstimateDocument? LengthControlled, double? MeanLength);
}
