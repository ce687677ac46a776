using System.Collections.Concurrent;
using Arena.Core;
using Arena.Core.Bias;
using Arena.Core.Bias.Distractors;
using Arena.Core.Judging;
using Arena.Core.Ratings;
using Arena.Core.Storage;
using Arena.Core.Tournaments;

namespace Arena.Tests.Bias;

public sealed class AuditRunnerTests : IDisposable
{
    private const int Prompts = 20;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_AJudgeThatLikesShouting_IsCaughtByThatAndByNothingElse()
    {
        var (audit, run) = await AuditAsync(Judges());

        var rows = audit.Report.Judges.Single().Rows;
        Assert.Equal(4, rows.Count);
        Assert.All(rows.Where(row => row.Distractor == "shout"), row =>
        {
            Assert.Equal(AuditVerdict.Detected, row.Verdict);
            Assert.Equal((1.0, 1.0), (row.Strict.Flips.Value, row.Strict.Excess.Value));
        });
        Assert.All(rows.Where(row => row.Distractor == "nothing"), row => Assert.Equal((0, 0.0), (row.Strict.Flips.Count, row.Strict.Excess.Value)));
        Assert.Equal(0, run.Progress.Failed);
    }

    [Fact]
    public async Task RunAsync_EveryItemAndSide_IsATrial_UnderEveryDistractorAndPlacebo()
    {
        var plan = await PlanAsync(Judges());

        Assert.Equal(Prompts, plan.ItemCount);
        Assert.Equal(Prompts, plan.PromptCount);

        // Pairwise and pointwise, two distractors and their placebo, on both responses.
        Assert.Equal(2 * 3 * 2 * Prompts, plan.Trials.Count);
        Assert.Equal(plan.Askings.Count, plan.Askings.Select(asking => asking.Key).Distinct().Count());
    }

    [Fact]
    public async Task RunAsync_Again_JudgesNothingAndFindsTheSame()
    {
        var (first, _) = await AuditAsync(Judges());
        var judges = Judges();

        var (second, run) = await AuditAsync(judges);

        Assert.All(judges, judge => Assert.Empty(judge.Asked));
        Assert.Equal(0, run.Progress.Judged);
        Assert.Equal(run.Progress.Planned, run.Progress.Reused);
        Assert.Equal(Figures(first), Figures(second));
    }

    [Fact]
    public async Task RunAsync_AfterTheTournament_AsksNothingThatTheTournamentAsked()
    {
        await RunTournamentAsync(Judges());
        var judges = Judges();

        var (audit, _) = await AuditAsync(judges);
        var (fresh, _) = await AuditAsync(Judges(), db: "fresh.db");

        Assert.All(judges, judge => Assert.DoesNotContain(judge.Asked, asked => !asked.Contains('+', StringComparison.Ordinal)));
        Assert.Equal(Figures(fresh), Figures(audit));
    }

    [Fact]
    public async Task RunAsync_ToTheEnd_KeepsWhatWasFound()
    {
        await AuditAsync(Judges(), best: "another best answer");
        var (audit, _) = await AuditAsync(Judges());
        using var store = await OpenAsync();

        var kept = await AuditArchive.ReadAsync(store, "t", Cancelled);

        Assert.Equal(Figures(audit), Figures(kept!.Audit!));
        Assert.Equal(audit.Flips.Select(flip => flip.After.Marked[0]), kept.Audit!.Flips.Select(flip => flip.After.Marked[0]));
    }

    [Fact]
    public async Task RunAsync_NeverTouchesTheTournament()
    {
        await RunTournamentAsync(Judges());
        using var store = await OpenAsync();
        var before = await store.ReadJudgmentsAsync("t", Cancelled).CountAsync(Cancelled);

        await AuditAsync(Judges());

        Assert.Equal(before, await store.ReadJudgmentsAsync("t", Cancelled).CountAsync(Cancelled));
        Assert.Equal(["a", "b", "c"], (await store.ReadScoresAsync("t", Cancelled)).Prompts[0].Scores.Keys.Order());
    }

    [Fact]
    public async Task RunAsync_AChangedResponse_IsJudgedAnew()
    {
        await AuditAsync(Judges());
        var judges = Judges();

        await AuditAsync(judges, best: "another best answer");

        Assert.Contains(judges, judge => !judge.Asked.IsEmpty);
    }

    [Fact]
    public async Task RunAsync_AJudgeThatFailsOnTheDistractor_HasItInTheRow_AndIsNotAskedAgain()
    {
        var judges = Judges(fails: comparison => Texts(comparison).Any(text => text.Contains('!', StringComparison.Ordinal)));
        var (audit, _) = await AuditAsync(judges);
        var again = Judges();

        var (second, run) = await AuditAsync(again);

        Assert.All(audit.Report.Judges.Single().Rows.Where(row => row.Distractor == "shout"), row => Assert.Equal(row.Asked, row.Failed));
        Assert.Equal(Figures(audit), Figures(second));
        Assert.Equal(0, run.Progress.Judged);
    }

    [Fact]
    public async Task RunAsync_ATimeOut_IsAskedAgain()
    {
        await AuditAsync(Judges(fails: comparison => Texts(comparison).Any(text => text.Contains('!', StringComparison.Ordinal)), failure: "timed out: 60 s"));

        var (audit, run) = await AuditAsync(Judges());

        Assert.True(run.Progress.Judged > 0);
        Assert.All(audit.Report.Judges.Single().Rows, row => Assert.Equal(0, row.Failed));
    }

    [Fact]
    public async Task RunAsync_HumanVotes_AreTheGold()
    {
        await RunTournamentAsync(Judges());
        using (var store = await OpenAsync())
        {
            await store.ImportBattlesAsync("t", BattleTable.From(Enumerable.Range(0, Prompts).Select(i => new Battle("a", "c", 1, Cluster: $"p{i}"))), "votes.csv", Cancelled);
        }

        var (audit, _) = await AuditAsync(Judges());

        var row = audit.Report.Judges.Single().Rows.First(row => row.Distractor == "shout");
        Assert.True(row.AccuracyBefore.Value > row.AccuracyAfter.Value);
    }

    [Fact]
    public async Task RunAsync_Attackers_ClimbByWhatTheJudgeLikes()
    {
        await RunTournamentAsync(Judges());

        var (audit, _) = await AuditAsync(Judges(), attackers: 1);

        var attack = Assert.Single(audit.Attacks);
        Assert.Equal((3, Prompts), (attack.Contestants, attack.Prompts));
        Assert.All(attack.Rows, row => Assert.Equal("c", row.Contestant));
        Assert.All(attack.Rows.Where(row => row.Distractor == "shout"), row =>
        {
            Assert.Equal((3, 1), (row.RankBefore, row.RankAfter));
            Assert.Equal((2.0, 2.0, 2.0), (row.Climb.Value, row.Climb.Interval.Lower, row.Climb.Interval.Upper));
            Assert.True(row.Gain.Value > 0);
        });
        Assert.All(attack.Rows.Where(row => row.Distractor == "nothing"), row => Assert.Equal(0, row.Climb.Value));
    }

    [Fact]
    public async Task RunAsync_AttackersBeforeTheTournament_AreLeftOutWithTheReason()
    {
        var (audit, _) = await AuditAsync(Judges(), attackers: 1);

        Assert.Empty(audit.Attacks);
        Assert.Contains(audit.LeftOut, sentence => sentence.Contains("arena run", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_PromptDistractors_AskOfChangedPrompts_AndTheFavouredPlaceFollowsTheMarkedResponse()
    {
        var judges = Judges();

        var (audit, _) = await AuditAsync(judges, distractors: [.. DistractorRegistry.Parse("bandwagon")]);

        Assert.Contains(judges[0].Asked, asked => asked.StartsWith("p0 + bandwagon first|", StringComparison.Ordinal));
        Assert.Contains(judges[0].Asked, asked => asked.StartsWith("p0 + bandwagon second|", StringComparison.Ordinal));
        Assert.Contains(judges[1].Asked, asked => asked.StartsWith("p0 + bandwagon alone|", StringComparison.Ordinal));
        Assert.All(audit.Report.Judges.Single().Rows, row => Assert.Equal(0, row.Strict.Flips.Count));
    }

    [Fact]
    public async Task RunAsync_AJudgeThatCannotBeAskedOtherwise_HasTheReasonInTheRow()
    {
        var (audit, _) = await AuditAsync(Judges(), distractors: [.. DistractorRegistry.Parse("labels-1-2")]);

        Assert.All(audit.Report.Judges.Single().Rows, row => Assert.Equal(2 * Prompts, Assert.Single(row.NotMade).Value));
    }

    [Fact]
    public async Task CreateAsync_PanelsAndRecordedJudges_AreLeftOutWithTheReason()
    {
        var judges = Judges();
        var other = new ShoutingJudge(Protocol.Pairwise, null, "", "other");
        IJudge[] all = [.. judges, other, new JudgePanel("panel", [judges[0], other], PanelRule.Mean, 1)];

        var plan = await PlanAsync(all);

        Assert.Contains(plan.LeftOut, sentence => sentence.StartsWith("panel:", StringComparison.Ordinal));
        var refused = await Assert.ThrowsAsync<BadInputException>(() => PlanAsync([new RecordedJudge("old", Protocol.Pairwise, [])]));
        Assert.Contains("--recorded", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_AContestantNamedAsTheAuditWouldNameOne_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<BadInputException>(() => PlanAsync(Judges(), second: "a + shout"));

        Assert.Contains("a + shout", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_MoreItemsThanPairs_TakesAllAndSaysSo()
    {
        var plan = await PlanAsync(Judges(), items: 1000);

        Assert.Equal(3 * Prompts, plan.ItemCount);
        Assert.Contains(plan.LeftOut, sentence => sentence.Contains("1000 pairs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CreateAsync_TheSameSeed_DrawsTheSamePairs_AndAnotherOthers()
    {
        var (one, same, other) = (await PlanAsync(Judges()), await PlanAsync(Judges()), await PlanAsync(Judges(), seed: 2));

        Assert.Equal(Items(one), Items(same));
        Assert.NotEqual(Items(one), Items(other));

        static IEnumerable<string> Items(AuditPlan plan) => plan.Items.Select(item => $"{item.Prompt.Id} {item.First.Contestant} {item.Second.Contestant}");
    }

    private static IEnumerable<string> Texts(Comparison comparison) => new[] { comparison.First, comparison.Second }.OfType<Response>().Select(response => response.Turns[^1]);

    private static string Figures(TournamentAudit audit) => string.Join('\n', audit.Report.Judges.SelectMany(judge => judge.Rows).Select(row =>
        $"{row.Distractor} {row.Protocol} {row.Strict.Flips} {row.Strict.PlaceboFlips} {row.Strict.Excess} {row.P} {row.AdjustedP} {row.Verdict} {row.Failed}"));

    private static ShoutingJudge[] Judges(Func<Comparison, bool>? fails = null, string failure = "low candidate mass: little") =>
        [new(Protocol.Pairwise, fails, failure), new(Protocol.Pointwise, fails, failure)];

    /// <summary>One that the judge falls for, and one that it does not notice.</summary>
    private static Distractor[] Distractors() =>
    [
        new ResponseDistractor("shout", "It shouts.", "this test", (_, response, _) => Distraction.Made([$"{response.Turns[^1]}!"])) { Placebo = DistractorRegistry.NeutralEdit },
        new ResponseDistractor("nothing", "It does nothing much.", "this test", (_, response, _) => Distraction.Made([$"{response.Turns[^1]};"])) { Placebo = DistractorRegistry.NeutralEdit },
    ];

    private async Task<(TournamentAudit Audit, RunResult Run)> AuditAsync(
        IReadOnlyList<IJudge> judges, string best = "best", int attackers = 0, IReadOnlyList<Distractor>? distractors = null, string db = "arena.db")
    {
        using var store = await OpenAsync(db);
        var plan = await PlanAsync(judges, best, attackers: attackers, distractors: distractors, store: store);
        return await new AuditRunner(plan, store, TimeProvider.System).RunAsync(null, Cancelled);
    }

    private async Task<AuditPlan> PlanAsync(
        IReadOnlyList<IJudge> judges,
        string best = "best",
        string second = "b",
        int items = Prompts,
        int attackers = 0,
        long seed = 1,
        IReadOnlyList<Distractor>? distractors = null,
        ArenaStore? store = null)
    {
        var (file, tournament) = await ReadAsync(best, second);
        var request = new AuditRequest { Distractors = distractors ?? Distractors(), Items = items, Attackers = attackers, Seed = seed };
        return await AuditPlan.CreateAsync(file, tournament, judges, request, store, Cancelled);
    }

    private async Task RunTournamentAsync(IReadOnlyList<IJudge> judges)
    {
        var (file, tournament) = await ReadAsync("best", "b");
        using var store = await OpenAsync();
        var manifest = RunManifest.Of(1, judges.Select(judge => judge.Description), []);
        await new TournamentRunner(file, tournament, judges, manifest, store, TimeProvider.System).RunAsync(null, Cancelled);
    }

    private async Task<(TournamentFile File, Tournament Tournament)> ReadAsync(string best, string second)
    {
        _folder.Write("prompts.jsonl", string.Join('\n', Enumerable.Range(0, Prompts).Select(i => $$"""{"id":"p{{i}}","prompt":"What is {{i}}?"}""")));
        _folder.Write("responses.jsonl", string.Join('\n', Enumerable.Range(0, Prompts).SelectMany(i => new[]
        {
            $$"""{"prompt_id":"p{{i}}","contestant":"a","response":"{{best}} {{i}}, it is nothing else at all"}""",
            $$"""{"prompt_id":"p{{i}}","contestant":"{{second}}","response":"good {{i}}, or nearly so"}""",
            $$"""{"prompt_id":"p{{i}}","contestant":"c","response":"bad {{i}}"}""",
        })));
        var path = _folder.Write("t.yaml", """
            name: t
            prompts: prompts.jsonl
            responses: [responses.jsonl]
            judges: [{ name: judge, model: tiny-fair }]
            protocols: [pairwise, pointwise]
            """);
        var file = TournamentFileReader.Read(path, []);
        return (file, await Tournament.ReadAsync(file, path, cancellationToken: Cancelled));
    }

    private Task<ArenaStore> OpenAsync(string db = "arena.db") => ArenaStore.OpenAsync(_folder.PathOf(db), TimeProvider.System, create: true, Cancelled);

    /// <summary>Prefers the longer response by its words, and above all the one that shouts.</summary>
    private sealed class ShoutingJudge(Protocol protocol, Func<Comparison, bool>? fails, string failure, string name = "judge") : IJudge
    {
        private const double Shouting = 100;

        public JudgeDescription Description { get; } = new(name, ContentHash.Of(name, $"{protocol}"), protocol);

        public ConcurrentQueue<string> Asked { get; } = [];

        public Task<IReadOnlyList<Judgment>> JudgeAsync(JudgingShard shard, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<Judgment>>([.. shard.Comparisons.Select(comparison => Judge(shard.Prompt, comparison))]);

        private static double Worth(Response response) =>
            response.Turns[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length + (response.Turns[0].Contains('!', StringComparison.Ordinal) ? Shouting : 0);

        private Judgment Judge(Prompt prompt, Comparison comparison)
        {
            Asked.Enqueue($"{prompt.Id}|{comparison.First.Contestant}|{comparison.Second?.Contestant}|{comparison.Repeat}");
            var judgment = new Judgment(name, protocol, prompt.Id, comparison.First.Contestant, comparison.Second?.Contestant) { Repeat = comparison.Repeat };
            if (fails?.Invoke(comparison) == true)
            {
                return judgment with { FailureReason = failure };
            }

            if (comparison.Second is not { } second)
            {
                return judgment with { Score = Worth(comparison.First) };
            }

            var difference = Worth(comparison.First) - Worth(second);
            double[] p = difference > 0 ? [0.9, 0.1, 0] : difference < 0 ? [0.1, 0.9, 0] : [0.2, 0.2, 0.6];
            return judgment with { FirstWinProbability = p[0] + (p[2] / 2), Probabilities = p, Verdict = difference > 0 ? Verdict.FirstWins : difference < 0 ? Verdict.SecondWins : Verdict.Tie };
        }
    }
}
