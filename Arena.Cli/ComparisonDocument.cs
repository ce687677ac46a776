using Arena.Core.Ratings;
using Arena.Core.Reports;

namespace Arena.Cli;

/// <summary>What <c>leaderboard --compare --json</c> prints.</summary>
internal sealed record ComparisonDocument(
    IReadOnlyList<ComparisonDocument.Side> Leaderboards, IReadOnlyList<ComparisonDocument.Agreement> RankCorrelations)
{
    public static ComparisonDocument From(
        IReadOnlyList<LeaderboardSource> sources, IReadOnlyList<Leaderboard> leaderboards, IReadOnlyList<RankAgreement> agreements) => new(
        [.. sources.Zip(leaderboards, (source, leaderboard) => new Side(source.Protocol, LeaderboardDocument.From(leaderboard, source)))],
        [
            .. agreements.Select(agreement => new Agreement(
                sources[agreement.First].Protocol,
                sources[agreement.Second].Protocol,
                agreement.Contestants,
                EstimateDocument.From(agreement.KendallTau),
                EstimateDocument.From(agreement.SpearmanRho),
                agreement.FailedReplicates)),
        ]);

    /// <summary>The leaderboard of one protocol.</summary>
    internal sealed record Side(string Protocol, LeaderboardDocument Result);

    /// <summary>Rank correlations of two protocols over the contestants that both rate.</summary>
    internal sealed record Agreement(
        string First, string Second, int Contestants, EstimateDocument KendallTau, EstimateDocument SpearmanRho, int FailedReplicates);
}
