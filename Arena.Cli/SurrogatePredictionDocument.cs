using Arena.Core.Surrogate.Models;

namespace Arena.Cli;

/// <summary>What <c>arena surrogate predict --json</c> prints.</summary>
internal sealed record SurrogatePredictionDocument(string Tournament, string Sees, PartMetrics HeldOut, IReadOnlyList<SurrogatePredictionDocument.Foretold> Leaderboard)
{
    public static SurrogatePredictionDocument From(string tournament, SurrogateLeaderboard leaderboard) => new(
        tournament,
        SurrogateTables.Sees(leaderboard.Part.Inputs),
        leaderboard.Part.HeldOut,
        [
            .. leaderboard.Contestants.Select((contestant, i) => new Foretold(
                i + 1,
                contestant.Name,
                contestant.Strength,
                contestant.Strength - contestant.Margin,
                contestant.Strength + contestant.Margin,
                contestant.Responses,
                contestant.Known,
                contestant.Oddness)),
        ]);

    internal sealed record Foretold(int Rank, string Name, double LogStrength, double Lower, double Upper, int Responses, double? Known, double? Oddness);
}
