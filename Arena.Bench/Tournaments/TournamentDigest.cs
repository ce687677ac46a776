using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Arena.Core.Ratings;
using Arena.Core.Storage;

namespace Arena.Bench.Tournaments;

/// <summary>A hash of all that a tournament came to: every judgment with all its numbers but the seconds that it took, and the leaderboard.</summary>
internal static class TournamentDigest
{
    public static async Task<(string Digest, int Judgments)> ComputeAsync(string location, string tournament, CancellationToken cancellationToken)
    {
        using var store = await ArenaStore.OpenAsync(location, TimeProvider.System, create: false, cancellationToken);
        var lines = new List<string>();
        await foreach (var j in store.ReadJudgmentsAsync(tournament, cancellationToken))
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{j.Judge}|{j.Protocol}|{j.PromptId}|{j.First}|{j.Second}|{j.Turn}|{j.Repeat}|{j.Verdict}|{j.FirstWinProbability:R}|{j.Score:R}|{j.Mass:R}|{j.Tokens}|{j.FailureReason}|{string.Join(',', j.Probabilities.Select(p => p.ToString("R", CultureInfo.InvariantCulture)))}"));
        }

        lines.Sort(StringComparer.Ordinal);
        var battles = (await store.ReadBattlesAsync(tournament, BattleSource.Judges, cancellationToken)).Battles;
        var leaderboard = Leaderboard.Create(battles, Rating.Fit(battles, new RatingOptions(), null, cancellationToken));
        lines.AddRange(leaderboard.Entries.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Name} {entry.LogStrength:R} {entry.Interval?.Lower:R} {entry.Interval?.Upper:R}")));
        return (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines)))), lines.Count - leaderboard.Entries.Count);
    }
}
