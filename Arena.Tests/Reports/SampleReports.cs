using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Ratings;
using Arena.Core.Reports;
using Arena.Core.Statistics;
using Arena.Core.Storage;

namespace Arena.Tests.Reports;

/// <summary>Reports of made-up tournaments that have something in every section.</summary>
internal static class SampleReports
{
    private static readonly ReportOptions Options = new() { Replicates = 50 };

    /// <summary>A report in which all names are the caller's. The earlier a contestant is listed, the stronger.</summary>
    public static TournamentReport Create(
        IReadOnlyList<string> contestants,
        string tournament = "sample",
        string firstJudge = "judge one",
        string secondJudge = "judge two",
        string thirdJudge = "judge three",
        string category = "coding",
        string prompt = "p",
        string reason = "unparseable: it says maybe")
    {
        string[] judges = [firstJudge, secondJudge, thirdJudge];
        var judgments = Judgments(contestants, judges, prompt).ToArray();
        var categories = Enumerable.Range(0, Prompts).ToDictionary(i => prompt + i, i => (string?)(i % 2 == 0 ? category : "writing"));
        var judged = BattleMerge.Merge(judgments, categories).Battles;
        var human = BattleTable.From(Votes(contestants, prompt));
        ProtocolReport[] protocols =
        [
            ProtocolReport.Create(VerdictBasis.Pairwise, judged, 1, Options, default),
            ProtocolReport.Create(VerdictBasis.Pointwise, Scores(contestants, firstJudge, prompt).ToBattles(), 0, Options, default),
            ProtocolReport.Create(VerdictBasis.Human, human, 0, Options, default),
        ];
        return Create(tournament) with
        {
            Protocols = protocols,
            Correlations = [LeaderboardCorrelation.Between(protocols[0], protocols[1]), LeaderboardCorrelation.Between(protocols[0], protocols[2])],
            Agreement = new AgreementAnalysis(BattleTable.From([.. Votes(contestants, prompt), .. judgments.Select(ToVote)])).Report(1, 50),
            Judges = [.. judges.Select(judge => new JudgeTally(judge, Protocol.Pairwise, judgments.Length / 3, 1, 0, 1234, 5.6))],
            Failures = [new FailureTally(firstJudge, Protocol.Pairwise, reason, 1, reason + " and so on")],
        };
    }

    /// <summary>A report of one table of human votes.</summary>
    public static TournamentReport Of(BattleTable votes)
    {
        var human = ProtocolReport.Create(VerdictBasis.Human, votes, 0, Options, default);
        return Create("sample") with { Protocols = [human], Agreement = new AgreementAnalysis(votes).Report(1, 50) };
    }

    /// <summary>A report of a tournament in which nothing came to pass.</summary>
    public static TournamentReport Create(string tournament) => new()
    {
        Tournament = new StoredTournament(tournament, DateTimeOffset.UnixEpoch, new ImportCounts(Prompts, 3, 12, 36, 12)),
        GeneratedAt = DateTimeOffset.UnixEpoch,
        Options = Options,
        Agreement = new AgreementReport([], [], 0),
    };

    private const int Prompts = 6;

    private static IEnumerable<(int I, int J)> Pairs(int count) =>
        from i in Enumerable.Range(0, count)
        from j in Enumerable.Range(i + 1, count - i - 1)
        where count < 12 || j - i < 4
        select (i, j);

    private static IEnumerable<Judgment> Judgments(IReadOnlyList<string> contestants, string[] judges, string prompt)
    {
        var random = new DeterministicRandom(1);
        foreach (var judge in judges)
        {
            for (var p = 0; p < Prompts; p++)
            {
                foreach (var (i, j) in Pairs(contestants.Count))
                {
                    yield return new Judgment(judge, Protocol.Pairwise, prompt + p, contestants[i], contestants[j]) { Verdict = Draw(0.7) };
                    yield return new Judgment(judge, Protocol.Pairwise, prompt + p, contestants[j], contestants[i]) { Verdict = Draw(0.4) };
                }
            }
        }

        Verdict Draw(double chance) => random.NextDouble() is var u && u < chance ? Verdict.FirstWins : u < 0.9 ? Verdict.SecondWins : Verdict.Tie;
    }

    private static IEnumerable<Battle> Votes(IReadOnlyList<string> contestants, string prompt)
    {
        var random = new DeterministicRandom(2);
        for (var p = 0; p < Prompts; p++)
        {
            foreach (var (i, j) in Pairs(contestants.Count))
            {
                foreach (var worker in (string[])["w1", "w2"])
                {
                    yield return new Battle(contestants[i], contestants[j], random.NextDouble() < 0.65 ? 1 : 0, 1, prompt + p) { Worker = worker };
                }
            }
        }
    }

    private static PointwiseScores Scores(IReadOnlyList<string> contestants, string judge, string prompt)
    {
        var random = new DeterministicRandom(3);
        return new PointwiseScores(
            [
                .. Enumerable.Range(0, Prompts).Select(p => new PromptScores(
                    prompt + p, judge, null, contestants.Index().ToDictionary(c => c.Item, c => Math.Round((4 * random.NextDouble()) - (0.1 * c.Index))))),
            ],
            [new JudgmentCount(judge, Prompts * contestants.Count, 0)]);
    }

    private static Battle ToVote(Judgment judgment) => new(
        judgment.First,
        judgment.Second!,
        judgment.Verdict switch { Verdict.FirstWins => 1, Verdict.SecondWins => 0, _ => 0.5 },
        1,
        judgment.PromptId)
    {
        Judge = judgment.Judge,
    };
}
