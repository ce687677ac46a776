using System.Collections.Concurrent;
using Arena.Bench.Tournaments;
using Arena.Cli;
using Arena.Core;
using Arena.Core.Storage;
using Arena.Core.Tournaments;
using Arena.Core.World;
using Arena.Tests.Storage;
using Arena.Workers;
using Microsoft.Extensions.Time.Testing;

namespace Arena.Tests.Workers;

/// <summary>Runs and workers within this process, on a real database.</summary>
public sealed class ShardWorkerTests(PostgresFixture postgres) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _said = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_SharedOutToTwoWorkers_EndsAsOneOfASingleProcess()
    {
        var file = await WriteAsync("tiny-fair");
        var store = await postgres.CreateDatabaseAsync();
        await RunAsync(file, _folder.PathOf("single.db"), isDistributed: false);

        var result = await WorkUntilAsync(store, RunAsync(file, store, isDistributed: true), workers: 2);

        var single = await TournamentDigest.ComputeAsync(_folder.PathOf("single.db"), "shared", Cancelled);
        Assert.Equal(single, await TournamentDigest.ComputeAsync(store, "shared", Cancelled));
        Assert.Equal((single.Judgments, single.Judgments, 0), (result.Progress.Planned, result.Progress.Judged, result.Progress.Failed));
    }

    [Fact]
    public async Task Run_TwoOfOneTournament_TheSecondWaitsAndFindsAllDone()
    {
        var file = await WriteAsync("tiny-fair");
        var store = await postgres.CreateDatabaseAsync();

        var runs = Task.WhenAll(RunAsync(file, store, isDistributed: true), RunAsync(file, store, isDistributed: true));
        while (!_said.Any(sentence => sentence.StartsWith("Another process runs shared", StringComparison.Ordinal)))
        {
            await Task.Delay(50, Cancelled);
        }

        await WorkAsync(store, idle: 4);
        var results = await runs;

        Assert.Equal([0, results.Sum(result => result.Progress.Judged)], results.Select(result => result.Progress.Judged).Order());
        Assert.Equal(results[0].Progress.Planned, results.Sum(result => result.Progress.Judged));
    }

    [Fact]
    public async Task Work_JudgeWithAnotherModelUnderItsName_IsRefusedAndJudgesNothing()
    {
        var file = await WriteAsync("models/judge");
        CopyModel("tiny-fair", _folder.PathOf("models", "judge"));
        var elsewhere = Directory.CreateDirectory(_folder.PathOf("elsewhere")).FullName;
        CopyModel("tiny-biased", Path.Combine(elsewhere, "models", "judge"));
        var store = await postgres.CreateDatabaseAsync();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var run = RunAsync(file, store, isDistributed: true, ends.Token);

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => WorkAsync(store, idle: 60, judge: "judge", folder: elsewhere));
        var lacking = await Assert.ThrowsAsync<BadInputException>(() => WorkAsync(store, idle: 60, judge: "judge", folder: Directory.CreateDirectory(_folder.PathOf("empty")).FullName));

        Assert.Contains("is here another one than the run's", refusal.Reason, StringComparison.Ordinal);
        Assert.Contains("judge", lacking.Message, StringComparison.Ordinal);
        using (var opened = await ArenaStore.OpenAsync(store, TimeProvider.System, create: false, Cancelled))
        {
            Assert.Empty(await opened.ReadJudgmentsAsync("shared", Cancelled).ToListAsync(Cancelled));
        }

        await ends.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Theory]
    [InlineData(90, "ahead of")]
    [InlineData(-90, "behind")]
    public async Task Work_ClockOfAnotherTime_IsRefused(int seconds, string word)
    {
        var worker = new ShardWorker(
            new WorkerOptions { Store = await postgres.CreateDatabaseAsync(), Folder = _folder.PathOf() },
            new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddSeconds(seconds)),
            _said.Enqueue);

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => worker.RunAsync(Cancelled));

        Assert.Contains(word, refusal.Reason, StringComparison.Ordinal);
        Assert.Contains("NTP", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_OrderOfARunThatIsOver_IsPassedOver()
    {
        var file = await WriteAsync("tiny-fair");
        var store = await postgres.CreateDatabaseAsync();
        using var ends = new CancellationTokenSource();
        var run = RunAsync(file, store, isDistributed: true, ends.Token);
        var queues = await WorkQueues.OpenAsync(store, Cancelled);
        while (queues.Storage.GetMonitoringApi().Queues().Sum(queue => queue.Length) == 0)
        {
            await Task.Delay(50, Cancelled);
        }

        // The tournament goes on with another judge: nobody wants the first one's judgments.
        await ends.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        var other = await WorkUntilAsync(store, RunAsync(await WriteAsync("tiny-biased"), store, isDistributed: true), workers: 1);

        using var opened = await ArenaStore.OpenAsync(store, TimeProvider.System, create: false, Cancelled);
        var judges = (await opened.ReadJudgmentsAsync("shared", Cancelled).ToListAsync(Cancelled)).Select(judgment => judgment.Judge).Distinct();
        Assert.Contains("tiny-biased", judges);
        Assert.Equal(0, other.Progress.Failed);
    }

    private static void CopyModel(string name, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Repository.PathOf("data", "judges", name)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    private async Task<string> WriteAsync(string model)
    {
        var file = await WorldTournament.WriteAsync(
            _folder.PathOf(), "shared", CheckableWorld.Create(7, 6, SimulatedContestant.Field(4, 7)), model, 1, Cancelled);
        await File.WriteAllTextAsync(
            file, (await File.ReadAllTextAsync(file, Cancelled)).Replace($"name: {model}", $"name: {model.Split('/')[^1]}", StringComparison.Ordinal), Cancelled);
        return file;
    }

    private async Task<RunResult> RunAsync(string file, string location, bool isDistributed, CancellationToken cancellationToken = default)
    {
        await using var session = await TournamentSession.OpenAsync(file, [], TimeProvider.System, cancellationToken);
        using var store = await ArenaStore.OpenAsync(location, TimeProvider.System, create: true, cancellationToken);
        var progress = new Progress<RunProgress>();
        return isDistributed
            ? await DistributedRun.RunAsync(
                location, "shared", dispatcher => session.RunAsync(store, TimeProvider.System, progress, cancellationToken, dispatcher), _said.Enqueue, TimeProvider.System, cancellationToken)
            : await session.RunAsync(store, TimeProvider.System, progress, cancellationToken);
    }

    /// <summary>Has workers work until a run has ended.</summary>
    private async Task<RunResult> WorkUntilAsync(string store, Task<RunResult> run, int workers)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        Task[] working = [.. Enumerable.Range(0, workers).Select(_ => WorkAsync(store, idle: null, cancellationToken: ends.Token))];

        // A worker that ends before is one that broke.
        await await Task.WhenAny([run, .. working]);
        await ends.CancelAsync();
        foreach (var worker in working)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker);
        }

        return await run;
    }

    private Task WorkAsync(string store, double? idle, string? judge = null, string? folder = null, CancellationToken? cancellationToken = null) => new ShardWorker(
        new WorkerOptions { Store = store, Folder = folder ?? _folder.PathOf(), Judge = judge, Idle = idle is { } seconds ? TimeSpan.FromSeconds(seconds) : null },
        TimeProvider.System,
        _said.Enqueue).RunAsync(cancellationToken ?? Cancelled);
}
