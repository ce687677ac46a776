using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.Reports;
using Arena.Core.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Arena.Tests.Reports;

public sealed class TournamentReportTests : IDisposable
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_AllKindsOfVerdicts_ReportsEach()
    {
        using var store = await StoreAsync();

        var report = await TournamentReport.ReadAsync(store, "t", new ReportOptions { Replicates = 20, Seed = 7 }, Clock);

        Assert.Equal([VerdictBasis.Pairwise, VerdictBasis.Pointwise, VerdictBasis.Human], report.Protocols.Select(protocol => protocol.Basis));
        Assert.Equal(
            [RatingModel.BradleyTerry, RatingModel.RankList, RatingModel.BradleyTerry],
            report.Protocols.Select(protocol => protocol.Leaderboard.Fit.Options.Model));
        Assert.All(report.Protocols, protocol => Assert.Equal(7, protocol.Leaderboard.Fit.Options.Seed));
        Assert.Equal(3, report.Correlations.Count);
        Assert.All(report.Correlations, pair => Assert.Equal(3, pair.Contestants));
        Assert.Equal(["art", "math"], report.Protocols[0].Categories.Select(category => category.Category));
        Assert.Equal("judge", Assert.Single(report.Agreement.Positions).Judge);
        Assert.Equal([(Protocol.Pairwise, 14, 1), (Protocol.Pointwise, 12, 0)], report.Judges.Select(judge => (judge.Protocol, judge.Judgments, judge.Failed)));
        Assert.Equal("timed out", Assert.Single(report.Failures).Reason);
        Assert.Equal(Clock.GetUtcNow(), report.GeneratedAt);
        Assert.Equal(4, report.Tournament.Counts.Prompts);
    }

    [Fact]
    public async Task Read_SameSeed_SaysTheSame()
    {
        using var store = await StoreAsync();
        var options = new ReportOptions { Replicates = 20 };

        var one = await TournamentReport.ReadAsync(store, "t", options, Clock);
        var other = await TournamentReport.ReadAsync(store, "t", options, Clock);

        Assert.Equal(MarkdownReport.Write(one), MarkdownReport.Write(other));
        Assert.Equal(CsvReport.Write(one), CsvReport.Write(other));
    }

    [Fact]
    public async Task Read_UnknownTournament_NamesTheKnownOnes()
    {
        using var store = await StoreAsync();

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => TournamentReport.ReadAsync(store, "x", new ReportOptions(), Clock));

        Assert.Contains("\"t\"", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NothingJudged_IsRefused()
    {
        using var store = await ArenaStore.OpenAsync(_folder.PathOf("arena.db"), Clock);
        await store.ImportAsync("t", Records(new ImportRecord("f") { Prompts = [new Prompt("p", ["?"])] }));

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => TournamentReport.ReadAsync(store, "t", new ReportOptions(), Clock));

        Assert.Contains("neither judgments nor votes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_EveryJudgmentFailed_ReportsTheFailures()
    {
        using var store = await ArenaStore.OpenAsync(_folder.PathOf("arena.db"), Clock);
        await store.ImportAsync("t", Records(new ImportRecord("f")
        {
            Prompts = [new Prompt("p", ["?"])],
            Responses = [new Response("p", "a", ["x"]), new Response("p", "b", ["y"])],
            Judgments = [new Judgment("judge", Protocol.Pairwise, "p", "a", "b") { FailureReason = "refused: no" }],
        }));

        var report = await TournamentReport.ReadAsync(store, "t", new ReportOptions(), Clock);

        Assert.Empty(report.Protocols);
        Assert.Equal(1, Assert.Single(report.Failures).Count);
        Assert.Contains("1 of 1 judgment failed", Assert.Single(report.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void Between_OppositeOrders_IsMinusOne()
    {
        var names = new[] { "a", "b", "c" };
        var up = Board(VerdictBasis.Pairwise, names);
        var down = Board(VerdictBasis.Human, [.. names.Reverse()]);

        Assert.Equal(-1, LeaderboardCorrelation.Between(up, down).Tau!.Value, 1e-12);
        Assert.Equal(1, LeaderboardCorrelation.Between(up, up).Tau!.Value, 1e-12);
    }

    [Fact]
    public void Between_NoContestantInCommon_HasNoTau()
    {
        var pair = LeaderboardCorrelation.Between(Board(VerdictBasis.Pairwise, ["a", "b"]), Board(VerdictBasis.Human, ["x", "y"]));

        Assert.Null(pair.Tau);
        Assert.Equal(0, pair.Contestants);
    }

    /// <summary>Each beats the next in three battles of four.</summary>
    private static ProtocolReport Board(VerdictBasis basis, string[] names)
    {
        var battles = names.Zip(names.Skip(1)).SelectMany(pair => Enumerable.Range(0, 4).Select(i => new Battle(pair.First, pair.Second, i == 0 ? 0 : 1, 1, $"p{i}")));
        return ProtocolReport.Create(basis, BattleTable.From(battles), 0, new ReportOptions { Replicates = 20 }, default);
    }

    private async Task<ArenaStore> StoreAsync()
    {
        var store = await ArenaStore.OpenAsync(_folder.PathOf("arena.db"), Clock);
        string[] contestants = ["a", "b", "c"];
        var prompts = Enumerable.Range(0, 4).Select(i => new Prompt($"p{i}", [$"question {i}"]) { Category = i % 2 == 0 ? "art" : "math" }).ToArray();
        var pairs = new[] { (0, 1), (1, 2), (2, 0) };
        await store.ImportAsync("t", Records(new ImportRecord("f")
        {
            Prompts = prompts,
            Responses = [.. prompts.SelectMany(prompt => contestants.Select(name => new Response(prompt.Id, name, [$"{name} on {prompt.Id}"])))],
            Judgments =
            [
                .. prompts.SelectMany((prompt, p) => pairs.Select((pair, k) => new Judgment(
                    "judge", Protocol.Pairwise, prompt.Id, contestants[pair.Item1], contestants[pair.Item2])
                {
                    Verdict = (p + k) % 3 == 0 ? Verdict.SecondWins : Verdict.FirstWins,
                })),
                new Judgment("judge", Protocol.Pairwise, "p0", "b", "a") { Verdict = Verdict.FirstWins },
                new Judgment("judge", Protocol.Pairwise, "p1", "b", "a") { FailureReason = "timed out: 30 s" },
                .. prompts.SelectMany((prompt, p) => contestants.Select((name, c) => new Judgment("judge", Protocol.Pointwise, prompt.Id, name, null)
                {
                    Score = ((c + p) % 3) + 1,
                })),
            ],
            Votes = [.. prompts.SelectMany((prompt, p) => pairs.Select(pair => new Battle(contestants[pair.Item1], contestants[pair.Item2], p == 1 ? 0 : 1, 1, prompt.Id)))],
        }));
        return store;
    }

    private static async IAsyncEnumerable<ImportRecord> Records(params ImportRecord[] records)
    {
        foreach (var record in records)
        {
            await Task.Yield();
            yield return record;
        }
    }
}
