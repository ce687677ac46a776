using Arena.Core.Reports;
using Arena.Core.Storage;

namespace Arena.Cli;

/// <summary>What <c>report --format json</c> writes.</summary>
internal sealed record ReportDocument
{
    public required string Tournament { get; init; }

    public required DateTimeOffset GeneratedAt { get; init; }

    public required string ArenaVersion { get; init; }

    public required long Seed { get; init; }

    public required double Level { get; init; }

    public required int Replicates { get; init; }

    public required ImportCounts Counts { get; init; }

    public required IReadOnlyList<string> Findings { get; init; }

    public required IReadOnlyList<Board> Leaderboards { get; init; }

    public required IReadOnlyList<Correlation> Correlations { get; init; }

    public required AgreementDocument Agreement { get; init; }

    public required IReadOnlyList<Judge> Judges { get; init; }

    public required IReadOnlyList<Failure> Failures { get; init; }

    public static ReportDocument From(TournamentReport report) => new()
    {
        Tournament = report.Tournament.Name,
        GeneratedAt = report.GeneratedAt,
        ArenaVersion = TournamentReport.Version,
        Seed = report.Options.Seed,
        Level = report.Options.Level,
        Replicates = report.Options.Replicates,
        Counts = report.Tournament.Counts,
        Findings = report.Findings,
        Leaderboards = [.. report.Protocols.Select(Board.From)],
        Correlations =
        [
            .. report.Correlations.Select(pair => new Correlation(NameOf(pair.First), NameOf(pair.Second), pair.Contestants, pair.Tau)),
        ],
        Agreement = AgreementDocument.From(report.Agreement),
        Judges =
        [
            .. report.Judges.Select(judge => new Judge(
                judge.Judge, NameOf(judge.Protocol), judge.Judgments, judge.Failed, judge.RecordedBattles, judge.Tokens, judge.Seconds)),
        ],
        Failures =
        [
            .. report.Failures.Select(failure => new Failure(
                failure.Judge, NameOf(failure.Protocol), failure.Reason, failure.Count, failure.Example)),
        ],
    };

    private static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>A leaderboard, and what goes with it.</summary>
    internal sealed record Board(
        string Verdicts,
        IReadOnlyList<string> Judges,
        int Failed,
        LeaderboardDocument Result,
        IReadOnlyList<CategoriesDocument.Entry> Categories,
        IReadOnlyList<Meeting> HeadToHead)
    {
        public static Board From(ProtocolReport protocol) => new(
            NameOf(protocol.Basis),
            protocol.Judges,
            protocol.Failed,
            LeaderboardDocument.From(protocol.Leaderboard),
            [
                .. protocol.Categories.Select(category => new CategoriesDocument.Entry(
                    category.Category, LeaderboardDocument.From(category.Leaderboard))),
            ],
            [.. Meetings(protocol.HeadToHead)]);

        private static IEnumerable<Meeting> Meetings(HeadToHead pairs)
        {
            for (var i = 0; i < pairs.Contestants.Count; i++)
            {
                for (var j = i + 1; j < pairs.Contestants.Count; j++)
                {
                    if (pairs.Share(i, j) is { } share)
                    {
                        yield return new Meeting(pairs.Contestants[i], pairs.Contestants[j], share, pairs.Battles(i, j));
                    }
                }
            }
        }
    }

    /// <summary>What one took of the points from another.</summary>
    internal sealed record Meeting(string First, string Second, double Share, int Battles);

    /// <summary>How alike two leaderboards are.</summary>
    internal sealed record Correlation(string First, string Second, int Contestants, double? Tau);

    /// <summary>What a judge contributed.</summary>
    internal sealed record Judge(
        string Name, string Protocol, int Judgments, int Failed, int RecordedBattles, long? Tokens, double? Seconds);

    /// <summary>Why judgments failed.</summary>
    internal sealed record Failure(string Judge, string Protocol, string Reason, int Count, string Example);
}
