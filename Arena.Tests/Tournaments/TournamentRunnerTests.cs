using System.Collections.Concurrent;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Storage;
using Arena.Core.Tournaments;
using Microsoft.Data.Sqlite;

namespace Arena.Tests.Tournaments;

public sealed class TournamentRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_RoundRobin_JudgesEveryPairInBothOrdersAndEveryResponse()
    {
        var judges = Judges();

        var result = await RunAsync(Write(), judges);

        // Two prompts of three contestants and one of two: 3 + 3 + 1 pairs in both orders, 3 + 3 + 2 scores.
        Assert.Equal((22, 22, 0, 0), (result.Progress.Planned, result.Progress.Judged, result.Progress.Reused, result.Progress.Failed));
        Assert.All(judges, judge => Assert.Equal(judge.Asked.Count, judge.Asked.Distinct().Count()));
    }

    [Theory]
    [InlineData("protocols: [pairwise, pointwise]\n", 22)]
    [InlineData("protocols: [pointwise]\nrepeats: 2\n", 16)]
    [InlineData("pairing: { strategy: uniform, budget: 3, both_orders: false }\n", 3)]
    public async Task RunAsync_BeforeItJudges_StoresHowMuchItPlans(string more, int planned)
    {
        var path = Write(more);
        using var store = await OpenAsync();
        var judges = Judges();
        foreach (var judge in judges)
        {
            judge.Pause = TimeSpan.FromMinutes(1);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var run = RunAsync(path, judges, stop.Token, store);
        while (!await store.HasTournamentAsync("t", Cancelled) || (await store.ReadRunsAsync("t", Cancelled)).Count == 0)
        {
            await Task.Delay(10, Cancelled);
        }

        Assert.Equal(planned, RunManifest.Read((await store.ReadRunsAsync("t", Cancelled))[0].Manifest).Planned);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(planned, (await RunAsync(path, Judges())).Progress.Planned);
    }

    [Fact]
    public async Task RunAsync_Again_JudgesNothingAndChangesNothing()
    {
        var path = Write();
        await RunAsync(path, Judges());
        var before = await ContentAsync();

        var again = await RunAsync(path, Judges());

        Assert.Equal((0, 22), (again.Progress.Judged, again.Progress.Reused));
        Assert.Equal(before, await ContentAsync());
    }

    [Fact]
    public async Task RunAsync_AChangedResponse_JudgesAnewWhatItIsIn_AndItsReturnReusesTheOld()
    {
        await RunAsync(Write(), Judges());
        var before = await ContentAsync();

        var changed = await RunAsync(Write(response: "another"), Judges());
        var during = await ContentAsync();
        var back = await RunAsync(Write(), Judges());

        // Contestant a on prompt p1: two pairs in both orders, and a score.
        Assert.Equal((5, 17), (changed.Progress.Judged, changed.Progress.Reused));
        Assert.Equal(before.Count, during.Count);
        Assert.NotEqual(before, during);
        Assert.Equal((0, 22), (back.Progress.Judged, back.Progress.Reused));
        Assert.Equal(before, await ContentAsync());
    }

    [Fact]
    public async Task RunAsync_ContestantsWithTheSameAnswer_HaveTheirJudgmentsEach()
    {
        var judges = Judges();

        var result = await RunAsync(Write(response: "three"), judges);

        // On prompt p1, a and b say "three": each is still judged against c, against the other, and by itself.
        Assert.Equal(22, result.Progress.Judged);
        Assert.Equal(22, (await ContentAsync()).Count);
    }

    [Fact]
    public async Task RunAsync_AnotherJudge_TakesThePlaceOfTheFirst()
    {
        await RunAsync(Write(), Judges());

        var other = await RunAsync(Write(), Judges("other"));

        Assert.Equal(22, other.Progress.Judged);
        Assert.All(await ContentAsync(), line => Assert.Contains("other", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_ARenamedContestant_IsJudgedUnderItsNewName()
    {
        await RunAsync(Write(), Judges());
        var path = Write();
        _folder.Write("responses.jsonl", File.ReadAllText(_folder.PathOf("responses.jsonl")).Replace("\"c\"", "\"d\"", StringComparison.Ordinal));

        var renamed = await RunAsync(path, Judges());

        // On two prompts: two pairs in both orders, and a score.
        Assert.Equal((10, 12), (renamed.Progress.Judged, renamed.Progress.Reused));
        Assert.Equal(22, (await ContentAsync()).Count);
    }

    [Fact]
    public async Task RunAsync_FailedJudgments_AreCountedByReasonAndTheOnlyOnesTriedAgain()
    {
        var failing = Judges();
        failing[0].Fails = comparison => comparison.First.Contestant == "a";

        var first = await RunAsync(Write(), failing);
        var second = await RunAsync(Write(), Judges());

        Assert.Equal(5, first.Progress.Failed);
        Assert.Equal(5, first.Failures["timed out"]);
        Assert.Equal((5, 17, 0), (second.Progress.Judged, second.Progress.Reused, second.Progress.Failed));
        Assert.DoesNotContain(await ContentAsync(), line => line.Contains("timed out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_CancelledInTheMiddle_KeepsWholeShardsAndContinues()
    {
        using var stop = new CancellationTokenSource();
        var judges = Judges();
        judges[0].Fails = _ =>
        {
            if (judges[0].Asked.Count > 8)
            {
                stop.Cancel();
            }

            return false;
        };
        // One shard at a time, so that the first is stored when the second is asked for.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Write("protocols: [pairwise, pointwise]\nconcurrency: 1\n"), judges, stop.Token));
        var kept = (await ContentAsync()).Count;

        var rest = await RunAsync(Write(), Judges());

        Assert.InRange(kept, 1, 21);
        Assert.Equal(22 - kept, rest.Progress.Judged);
        Assert.Equal(22, (await ContentAsync()).Count);
    }

    [Fact]
    public async Task RunAsync_TwoAtOnce_JudgeNothingTwice()
    {
        var path = Write();
        var (one, two) = (Judges(), Judges());
        foreach (var judge in one.Concat(two))
        {
            judge.Pause = TimeSpan.FromMilliseconds(20);
        }

        var results = await Task.WhenAll(RunAsync(path, one), RunAsync(path, two));

        Assert.Equal(22, results.Sum(result => result.Progress.Judged));
        Assert.Equal(22, one.Concat(two).Sum(judge => judge.Asked.Count));
        Assert.Equal(22, (await ContentAsync()).Count);
    }

    [Fact]
    public async Task RunAsync_APanel_IsCombinedOfItsMembersWithoutAskingAgain()
    {
        var (a, b) = (new CountingJudge("one", Protocol.Pairwise), new CountingJudge("two", Protocol.Pairwise));
        var panel = new JudgePanel("panel", [a, b]);

        var result = await RunAsync(Write("protocols: [pairwise]\n"), [a, b, panel]);

        Assert.Equal(42, result.Progress.Judged);
        Assert.Equal(14, a.Asked.Count);
        Assert.Equal(14, (await ContentAsync()).Count(line => line.StartsWith("panel", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task RunAsync_UniformWithABudget_JudgesThatManyPairsAndALargerBudgetHoldsThem()
    {
        var small = await RunAsync(Write("protocols: [pairwise]\npairing: { strategy: uniform, budget: 3 }\n"), [new CountingJudge("one", Protocol.Pairwise)]);
        var larger = await RunAsync(Write("protocols: [pairwise]\npairing: { strategy: uniform, budget: 5 }\n"), [new CountingJudge("one", Protocol.Pairwise)]);

        Assert.Equal(6, small.Progress.Judged);
        Assert.Contains("budget of 3 pairs", small.Stop, StringComparison.Ordinal);
        Assert.Equal((4, 6), (larger.Progress.Judged, larger.Progress.Reused));
    }

    [Fact]
    public async Task RunAsync_Anchored_SetsEveryoneAgainstTheBaseline()
    {
        var judge = new CountingJudge("one", Protocol.Pairwise);

        await RunAsync(Write("protocols: [pairwise]\npairing: { strategy: anchored, baseline: b, both_orders: false }\n"), [judge]);

        // p3 has no answer of c.
        Assert.Equal(5, judge.Asked.Count);
        Assert.All(judge.Asked, asked => Assert.Contains("b", asked.Split('|')[1..3]));
    }

    [Fact]
    public async Task RunAsync_AdaptiveStoppedAndContinued_JudgesWhatAnUndisturbedRunDoes()
    {
        const string Adaptive = "protocols: [pairwise]\npairing: { strategy: adaptive, budget: 40, top: 2 }\n";
        WriteMany();
        var judge = new CountingJudge("one", Protocol.Pairwise);
        var whole = await RunAsync(_folder.Write("many.yaml", Many + Adaptive), [judge]);
        var expected = await ContentAsync();
        File.Delete(_folder.PathOf("arena.db"));
        using var stop = new CancellationTokenSource();
        var stopped = new CountingJudge("one", Protocol.Pairwise);
        stopped.Fails = _ =>
        {
            if (stopped.Asked.Count > 25)
            {
                stop.Cancel();
            }

            return false;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(_folder.PathOf("many.yaml"), [stopped], stop.Token));

        await RunAsync(_folder.PathOf("many.yaml"), [new CountingJudge("one", Protocol.Pairwise)]);

        Assert.Equal(80, whole.Progress.Judged);
        Assert.Contains("budget of 40 pairs", whole.Stop, StringComparison.Ordinal);
        Assert.Equal(expected, await ContentAsync());
    }

    [Fact]
    public async Task RunAsync_ADiskThatIsFullAgainAndAgain_StopsClearlyAndEndsAsAnUndisturbedRun()
    {
        WriteMany();
        var path = _folder.Write("many.yaml", Many + "protocols: [pairwise, pointwise]\n");
        await RunAsync(path, Judges());
        var expected = await ContentAsync();
        File.Delete(_folder.PathOf("arena.db"));
        (await OpenAsync()).Dispose();
        var kept = new List<int>();

        // The limit stands for the disk: pages that the file may have.
        for (var pages = new FileInfo(_folder.PathOf("arena.db")).Length / 4096; ; pages += 3)
        {
            using var store = await OpenAsync($"PRAGMA max_page_count = {pages}");
            try
            {
                await RunAsync(path, Judges(), store: store);
                break;
            }
            catch (BadInputException stopped)
            {
                Assert.Contains("the disk is full", stopped.Message, StringComparison.Ordinal);
                var now = kept.Count == 0 ? [] : await ContentAsync();
                Assert.Subset(expected.ToHashSet(), now.ToHashSet());
                kept.Add(now.Count);
            }
        }

        Assert.Equal(expected, await ContentAsync());
        Assert.Equal(kept.Order(), kept);
        Assert.Contains(kept, count => count > 0 && count < expected.Count);
    }

    [Fact]
    public async Task RunAsync_AStoreThatAnotherProcessLocks_StopsClearlyAndContinuesLater()
    {
        var judges = Judges();
        await RunAsync(Write(), Judges());
        var expected = await ContentAsync();
        File.Delete(_folder.PathOf("arena.db"));
        (await OpenAsync()).Dispose();
        using var other = new SqliteConnection($"Data Source={_folder.PathOf("arena.db")};Pooling=false");
        other.Open();
        SqliteTransaction? transaction = null;
        judges[0].Fails = _ =>
        {
            lock (other)
            {
                transaction ??= judges[0].Asked.Count > 6 ? other.BeginTransaction(deferred: false) : null;
            }

            return false;
        };

        using var store = await OpenAsync("");
        var stopped = await Assert.ThrowsAsync<BadInputException>(() => RunAsync(Write(), judges, store: store));
        var kept = await ContentAsync();
        transaction!.Dispose();
        await RunAsync(Write(), Judges());

        Assert.Contains("another process is writing to the store", stopped.Message, StringComparison.Ordinal);
        Assert.Subset(expected.ToHashSet(), kept.ToHashSet());
        Assert.Equal(expected, await ContentAsync());
    }

    [Fact]
    public async Task RunAsync_Keeps_AManifestWithTheFileThatRunsAgain()
    {
        await RunAsync(Write(), Judges());

        using var store = await OpenAsync();
        var run = Assert.Single(await store.ReadRunsAsync("t", Cancelled));
        var manifest = RunManifest.Read(run.Manifest);
        Assert.NotNull(run.FinishedAt);
        Assert.Equal(22, manifest.Result!.Judged);
        Assert.Equal(["judge", "judge"], manifest.Judges.Select(judge => judge.Name));
        Assert.Equal(TournamentFileReader.Write(TournamentFileReader.Read(Write(), [])), TournamentFileReader.Write(TournamentFileReader.Read(_folder.Write("again.yaml", run.File), [])));
    }

    private const string Many = "name: t\nresponses: [many.jsonl]\nprompts: prompts.jsonl\njudges: [{ name: judge, model: tiny-fair }]\n";

    private void WriteMany()
    {
        _folder.Write("prompts.jsonl", string.Join('\n', Enumerable.Range(0, 12).Select(i => $$"""{"id":"p{{i}}","prompt":"{{i}}"}""")));
        _folder.Write("many.jsonl", string.Join('\n',
            from i in Enumerable.Range(0, 12) from c in Enumerable.Range(1, 5) select $$"""{"prompt_id":"p{{i}}","contestant":"c{{c}}","response":"{{new string('x', (c * 3) + i)}}"}"""));
    }

    private static CountingJudge[] Judges(string name = "judge") => [new(name, Protocol.Pairwise), new(name, Protocol.Pointwise)];

    private string Write(string more = "protocols: [pairwise, pointwise]\n", string response = "one")
    {
        _folder.Write("responses.jsonl", string.Join('\n',
            $$"""{"prompt_id":"p1","contestant":"a","response":"{{response}}"}""",
            """{"prompt_id":"p1","contestant":"b","response":"three"}""",
            """{"prompt_id":"p1","contestant":"c","response":"fifteen"}""",
            """{"prompt_id":"p2","contestant":"a","response":"x"}""",
            """{"prompt_id":"p2","contestant":"b","response":"xx"}""",
            """{"prompt_id":"p2","contestant":"c","response":"xxx"}""",
            """{"prompt_id":"p3","contestant":"a","response":"1"}""",
            """{"prompt_id":"p3","contestant":"b","response":"22"}"""));
        return _folder.Write(
            "t.yaml",
            $$"""
            name: t
            prompts:
              - { id: p1, prompt: first }
              - { id: p2, prompt: second, category: x }
              - { id: p3, prompt: third }
            responses: [responses.jsonl]
            judges: [{ name: judge, model: tiny-fair }]
            {{more}}
            """);
    }

    private async Task<RunResult> RunAsync(string path, IReadOnlyList<IJudge> judges, CancellationToken? token = null, ArenaStore? store = null)
    {
        var file = TournamentFileReader.Read(path, []);
        var tournament = await Tournament.ReadAsync(file, path, cancellationToken: Cancelled);
        using var opened = store is null ? await OpenAsync() : null;
        var manifest = RunManifest.Of(file.Seed, judges.Select(judge => judge.Description), []);
        return await new TournamentRunner(file, tournament, judges, manifest, store ?? opened!, TimeProvider.System).RunAsync(null, token ?? Cancelled);
    }

    private Task<ArenaStore> OpenAsync() => ArenaStore.OpenAsync(_folder.PathOf("arena.db"), TimeProvider.System, create: true, Cancelled);

    private Task<ArenaStore> OpenAsync(string pragmas) => ArenaStore.OpenAsync(
        _folder.PathOf("arena.db"), TimeProvider.System, create: true, TimeSpan.FromSeconds(1), pragmas, Cancelled);

    private async Task<List<string>> ContentAsync()
    {
        using var store = await OpenAsync();
        var lines = new List<string>();
        await foreach (var j in store.ReadJudgmentsAsync("t", Cancelled))
        {
            lines.Add($"{j.Judge}|{j.Protocol}|{j.PromptId}|{j.First}|{j.Second}|{j.Verdict}|{j.FirstWinProbability:R}|{j.Score:R}|{j.FailureReason}|{string.Join(',', j.Probabilities)}");
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    /// <summary>Prefers the longer response, and counts what it was asked.</summary>
    private sealed class CountingJudge(string name, Protocol protocol) : IJudge
    {
        public JudgeDescription Description { get; } = new(name, ContentHash.Of(name, $"{protocol}"), protocol);

        public ConcurrentQueue<string> Asked { get; } = [];

        public Func<Comparison, bool> Fails { get; set; } = _ => false;

        public TimeSpan Pause { get; set; }

        public async Task<IReadOnlyList<Judgment>> JudgeAsync(JudgingShard shard, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Pause, cancellationToken);
            return [.. shard.Comparisons.Select(comparison => Judge(shard.Prompt, comparison))];
        }

        private Judgment Judge(Prompt prompt, Comparison comparison)
        {
            Asked.Enqueue($"{prompt.Id}|{comparison.First.Contestant}|{comparison.Second?.Contestant}|{comparison.Turn}|{comparison.Repeat}");
            var judgment = new Judgment(name, protocol, prompt.Id, comparison.First.Contestant, comparison.Second?.Contestant)
            {
                Turn = comparison.Turn,
                Repeat = comparison.Repeat,
            };
            if (Fails(comparison))
            {
                return judgment with { FailureReason = "timed out: 60 s" };
            }

            var length = comparison.First.Turns[0].Length;
            if (comparison.Second is not { } second)
            {
                return judgment with { Score = length };
            }

            var p = length / (double)(length + second.Turns[0].Length);
            return judgment with { FirstWinProbability = p, Probabilities = [p, 1 - p, 0], Verdict = p > 0.5 ? Verdict.FirstWins : p < 0.5 ? Verdict.SecondWins : Verdict.Tie };
        }
    }
}
