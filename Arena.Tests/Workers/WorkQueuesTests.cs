using System.Diagnostics.Metrics;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Tests.Storage;
using Arena.Workers;
using Hangfire;
using Hangfire.States;
using Npgsql;

namespace Arena.Tests.Workers;

public sealed class WorkQueuesTests(PostgresFixture postgres)
{
    private static readonly string Fingerprint = new('a', 64);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_AFile_IsRefusedAndSaysWhatToDo()
    {
        var refusal = await Assert.ThrowsAsync<BadInputException>(() => WorkQueues.OpenAsync("arena.db", Cancelled));

        Assert.Contains("arena store copy", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ByManyAtOnce_MakesOneSetOfTables()
    {
        var database = await postgres.CreateDatabaseAsync();

        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => WorkQueues.OpenAsync(database, Cancelled))));

        await opened[0].AddAsync([Order("p1")], TimeProvider.System.GetUtcNow(), Cancelled);
        Assert.All(opened, queues => Assert.Equal(1, queues.CountWaiting(Fingerprint)));
    }

    [Fact]
    public async Task Open_RoleWithoutRights_IsRefusedAndSaysWhichItNeeds()
    {
        var database = await postgres.CreateDatabaseAsync();
        var role = $"r{Guid.NewGuid():N}";
        await (await postgres.StartAsync()).ExecuteAsync(new NpgsqlConnectionStringBuilder(database).Database!, $"CREATE ROLE {role} LOGIN PASSWORD 'p'", Cancelled);
        var limited = new NpgsqlConnectionStringBuilder(database) { Username = role, Password = "p" };

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => WorkQueues.OpenAsync(limited.ConnectionString, Cancelled));

        Assert.Contains("GRANT CREATE ON DATABASE", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_MoreThanOneBatch_WaitsWhole()
    {
        var queues = await WorkQueues.OpenAsync(await postgres.CreateDatabaseAsync(), Cancelled);

        var jobs = await queues.AddAsync([.. Enumerable.Range(0, 1200).Select(i => Order($"p{i}"))], TimeProvider.System.GetUtcNow(), Cancelled);

        Assert.Equal(1200, jobs.Distinct().Count());
        Assert.Equal(1200, queues.CountWaiting(Fingerprint));
        Assert.Equal(0, queues.CountWaiting(new string('b', 64)));
    }

    [Fact]
    public async Task Depth_OfAQueue_IsToldToWhoListensAndNoMoreWhenTheWorkerChanges()
    {
        var queues = await WorkQueues.OpenAsync(await postgres.CreateDatabaseAsync(), Cancelled);
        await queues.AddAsync([Order("p1"), Order("p2")], TimeProvider.System.GetUtcNow(), Cancelled);
        var told = new List<(long Depth, string? Judge)>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Name == "arena.queue.depth") { l.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<long>((_, depth, tags, _) => told.Add((depth, tags[0].Value as string)));
        listener.Start();

        using (new QueueDepth([("depth-judge", "pairwise", Fingerprint)], queues))
        {
            listener.RecordObservableInstruments();
        }

        listener.RecordObservableInstruments();

        Assert.Equal([(2, "depth-judge")], told.Where(measurement => measurement.Judge == "depth-judge"));
    }

    [Fact]
    public async Task Work_EndedWithAShardInHand_GivesItBack()
    {
        var queues = await WorkQueues.OpenAsync(await postgres.CreateDatabaseAsync(), Cancelled);
        await queues.AddAsync([Order("p1")], TimeProvider.System.GetUtcNow(), Cancelled);
        var taken = new TaskCompletionSource();
        using (var server = new BackgroundJobServer(
            new BackgroundJobServerOptions { Queues = [WorkQueues.NameOf(Fingerprint)], WorkerCount = 1, Activator = new Holding(taken) }, queues.Storage))
        {
            await taken.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
            server.SendStop();
            await server.WaitForShutdownAsync(Cancelled);
        }

        Assert.Equal(1, queues.CountWaiting(Fingerprint));
    }

    [Fact]
    public async Task Dispatch_OrdersThatWaitAlready_AreNotOrderedAgain()
    {
        var queues = await WorkQueues.OpenAsync(await postgres.CreateDatabaseAsync(), Cancelled);
        var former = await queues.AddAsync([Order("p1")], TimeProvider.System.GetUtcNow(), Cancelled);
        using var ends = new CancellationTokenSource();

        var waiting = new ShardDispatcher(queues, TimeProvider.System).JudgeAsync(2, "t", [Shard("p1"), Shard("p2")], _ => Task.CompletedTask, ends.Token);
        while (queues.CountWaiting(Fingerprint) < 2)
        {
            await Task.Delay(20, Cancelled);
        }

        // One is done, and one is gone: either way nothing more comes of it, and the store tells what there is.
        using (var connection = queues.Storage.GetConnection())
        using (var transaction = connection.CreateWriteTransaction())
        {
            transaction.SetJobState(former[0], new SucceededState(null, 1, 1));
            transaction.Commit();
        }

        Assert.False(waiting.IsCompleted);
        var other = queues.Storage.GetMonitoringApi().EnqueuedJobs(WorkQueues.NameOf(Fingerprint), 0, 10).Single(job => job.Key != former[0]).Key;
        using (var connection = queues.Storage.GetConnection())
        using (var transaction = connection.CreateWriteTransaction())
        {
            transaction.SetJobState(other, new DeletedState());
            transaction.Commit();
        }

        await waiting.WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
    }

    [Fact]
    public async Task Dispatch_AShardThatFailedForGood_EndsTheRunWithTheReason()
    {
        var queues = await WorkQueues.OpenAsync(await postgres.CreateDatabaseAsync(), Cancelled);
        var former = await queues.AddAsync([Order("p1")], TimeProvider.System.GetUtcNow(), Cancelled);
        var waiting = new ShardDispatcher(queues, TimeProvider.System).JudgeAsync(2, "t", [Shard("p1")], _ => Task.CompletedTask, Cancelled);

        using (var connection = queues.Storage.GetConnection())
        using (var transaction = connection.CreateWriteTransaction())
        {
            transaction.SetJobState(former[0], new FailedState(new BadInputException("model.onnx", "is cut off")));
            transaction.Commit();
        }

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(20), Cancelled));
        Assert.Contains("is cut off", refusal.Reason, StringComparison.Ordinal);
    }

    private static ShardOrder Order(string prompt) => new(1, "t", prompt, "judge", Fingerprint, ["a", "b"], [0, 1, 0, 0]);

    private static (JudgingShard, IJudge) Shard(string prompt) =>
        (new JudgingShard(new Prompt(prompt, ["?"]), [new(new Response(prompt, "a", ["x"]), new Response(prompt, "b", ["y"]))]), new NamedJudge());

    private sealed class Holding(TaskCompletionSource taken) : JobActivator
    {
        public override object ActivateJob(Type jobType) => new ShardJob((_, token) =>
        {
            taken.TrySetResult();
            return Task.Delay(Timeout.Infinite, token);
        });
    }

    private sealed class NamedJudge : IJudge
    {
        public JudgeDescription Description => new("judge", Fingerprint, Protocol.Pairwise);

        public Task<IReadOnlyList<Judgment>> JudgeAsync(JudgingShard shard, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
