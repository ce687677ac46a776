using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Storage;
using Arena.Core.Tournaments;

namespace Arena.Tests.Tournaments;

public sealed class JudgingTelemetryTests : IDisposable
{
    /// <summary>In prompts, responses and reasons of failures; nothing that is told may hold it.</summary>
    private const string Canary = "canary-4711";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_JudgmentsMadeFailedAndReused_AreCountedByJudgeAndKindWithoutTexts()
    {
        using var telemetry = new RecordedTelemetry();

        await RunAsync(new TellingJudge());
        await RunAsync(new TellingJudge());

        // Two prompts with a pair each in both orders; the second prompt's fail, once for a known reason and once for another, and are tried again.
        (string, object) judge = ("arena.judge", "teller");
        Assert.Equal(2, telemetry.Sum("arena.judgments", judge, ("arena.judgment.result", "made"), ("arena.protocol", "pairwise")));
        Assert.Equal(2, telemetry.Sum("arena.judgments", judge, ("arena.judgment.result", "failed"), ("error.type", "timed_out")));
        Assert.Equal(2, telemetry.Sum("arena.judgments", judge, ("arena.judgment.result", "failed"), ("error.type", "_OTHER")));
        Assert.Equal(2, telemetry.Sum("arena.judgments", judge, ("arena.judgment.result", "reused")));
        Assert.Equal(6 * 7, telemetry.Sum("arena.tokens", judge, ("arena.token.source", "computed")));
        Assert.Equal(6 * 3, telemetry.Sum("arena.tokens", judge, ("arena.token.source", "reused")));
        Assert.Equal(3, telemetry.Count("arena.shard.duration", judge));
        Assert.Equal((4, 0), (telemetry.Count("arena.runs.active"), telemetry.Sum("arena.runs.active")));
        Assert.Equal(["run", "run", "shard", "shard", "shard"], telemetry.Spans.Select(span => span.OperationName).Order());
        var runs = telemetry.Spans.Where(span => span.OperationName == "run").Select(span => span.SpanId).ToHashSet();
        Assert.All(telemetry.Spans.Where(span => span.OperationName == "shard"), span => Assert.Contains(span.ParentSpanId, runs));
        Assert.DoesNotContain(Canary, telemetry.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_AJudgeThatBreaks_IsAnErrorByItsTypeAndNotItsWords()
    {
        using var telemetry = new RecordedTelemetry();

        await Assert.ThrowsAsync<BadInputException>(() => RunAsync(new TellingJudge { Breaks = true }));

        Assert.All(telemetry.Spans.Where(span => span.OperationName is "run" or "shard"), span =>
        {
            Assert.Equal(System.Diagnostics.ActivityStatusCode.Error, span.Status);
            Assert.Equal(typeof(BadInputException).FullName, span.GetTagItem("error.type"));
        });
        Assert.True(telemetry.Count("arena.shard.duration", ("error.type", typeof(BadInputException).FullName!)) > 0);
        Assert.Equal(0, telemetry.Sum("arena.runs.active"));
        Assert.DoesNotContain(Canary, telemetry.Everything, StringComparison.Ordinal);
    }

    private async Task RunAsync(TellingJudge judge)
    {
        var path = _folder.Write("t.yaml", $$"""
            name: t
            prompts: [{ id: p1, prompt: "{{Canary}} one" }, { id: p2, prompt: "{{Canary}} two" }]
            responses: [r.jsonl]
            judges: [{ name: teller, model: tiny-fair }]
            """);
        _folder.Write("r.jsonl", string.Join('\n',
            from p in new[] { "p1", "p2" } from c in new[] { "a", "b" } select $$"""{"prompt_id":"{{p}}","contestant":"{{c}}","response":"{{Canary}} {{c}}"}"""));
        var file = TournamentFileReader.Read(path, []);
        var tournament = await Tournament.ReadAsync(file, path, cancellationToken: Cancelled);
        using var store = await ArenaStore.OpenAsync(_folder.PathOf("arena.db"), TimeProvider.System, create: true, Cancelled);
        await new TournamentRunner(file, tournament, [judge], RunManifest.Of(1, [judge.Description], []), store, TimeProvider.System).RunAsync(null, Cancelled);
    }

    /// <summary>Fails on the second prompt, and says why in words that quote what it was shown.</summary>
    private sealed class TellingJudge : IJudge
    {
        public JudgeDescription Description { get; } = new("teller", ContentHash.Of("teller"), Protocol.Pairwise);

        public bool Breaks { get; init; }

        public Task<IReadOnlyList<Judgment>> JudgeAsync(JudgingShard shard, CancellationToken cancellationToken) => Breaks
            ? throw new BadInputException("a server", $"it says {Canary}")
            : Task.FromResult<IReadOnlyList<Judgment>>([.. shard.Comparisons.Select((comparison, i) =>
                new Judgment("teller", Protocol.Pairwise, shard.Prompt.Id, comparison.First.Contestant, comparison.Second!.Contestant)
                {
                    Verdict = shard.Prompt.Id == "p2" ? Verdict.Failed : Verdict.FirstWins,
                    FailureReason = shard.Prompt.Id != "p2" ? null : i == 0 ? new JudgingFailure(FailureKind.TimedOut, Canary).ToString() : $"{Canary}: of no kind",
                    Tokens = 10,
                    ComputedTokens = 7,
                })]);
    }
}
