using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Arena.Bench.Storage;
using Arena.Workers;
using Hangfire;

namespace Arena.Bench.Workers;

/// <summary><c>workers</c>: what sharing out costs, how it scales, and what it survives; on a PostgreSQL server that it starts.</summary>
internal static class WorkersCommand
{
    public static Command Create()
    {
        var program = new Option<FileInfo>("--program") { Description = "arena.dll.", DefaultValueFactory = _ => new("Arena.Cli/bin/Release/net10.0/arena.dll"), Recursive = true };
        return new Command("workers", "What sharing a tournament out costs, how it scales, and what it survives.") { program, Kill(program), Scale(program), Enqueue() };
    }

    private static Command Scale(Option<FileInfo> program)
    {
        var latency = new Option<int>("--latency") { Description = "Milliseconds that the judge takes for each of a shard's two requests.", DefaultValueFactory = _ => 250 };
        var seconds = new Option<int>("--seconds") { Description = "How long each takes, about.", DefaultValueFactory = _ => 60 };
        var command = new Command("scale", "How much sooner 2, 4 and 8 workers are done than one.") { latency, seconds };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = Directory.CreateTempSubdirectory("arena-workers-");
            try
            {
                await using var server = await PostgresServer.StartAsync(isDurable: true, cancellationToken);
                var scaling = new WorkerScaling(parsed.GetValue(program)!.FullName, folder.FullName, TimeSpan.FromMilliseconds(parsed.GetValue(latency)));
                Console.WriteLine("| workers | shards/s | times one | a shard | beyond a plain run |\n|---|---|---|---|---|");
                var (plain, one) = (TimeSpan.Zero, 0.0);
                foreach (var workers in (int[])[0, 1, 2, 4, 8])
                {
                    var shards = (int)(Math.Max(1, workers) * parsed.GetValue(seconds) / (2 * scaling.Latency.TotalSeconds));
                    var result = await scaling.RunAsync(server, workers, shards, cancellationToken);
                    (plain, one) = (workers == 0 ? result.Each : plain, workers == 1 ? result.PerSecond : one);
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {(workers == 0 ? "none: arena run" : workers)} | {result.PerSecond:0.00} | {(one > 0 ? (result.PerSecond / one).ToString("0.00", CultureInfo.InvariantCulture) : "–")} | {result.Each.TotalMilliseconds:0.0} ms | {(result.Each - plain).TotalMilliseconds:0.0} ms |"));
                }
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }

    private static Command Enqueue()
    {
        var shards = new Option<int>("--shards") { DefaultValueFactory = _ => 100_000 };
        var command = new Command("enqueue", "How long ordering many shards takes, and what a shard costs a worker whose judge takes no time.") { shards };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var server = await PostgresServer.StartAsync(isDurable: true, cancellationToken);
            var database = await server.CreateDatabaseAsync(cancellationToken);
            var queues = await WorkQueues.OpenAsync(database, cancellationToken);
            var fingerprint = new string('a', 64);
            int[] comparisons = [.. Enumerable.Range(0, 8).SelectMany(a => Enumerable.Range(0, 8).Where(b => b != a).SelectMany(b => (int[])[a, b, 0, 0]))];
            string[] contestants = [.. Enumerable.Range(0, 8).Select(i => $"contestant-{i}")];
            ShardOrder[] orders = [.. Enumerable.Range(0, parsed.GetValue(shards)).Select(i => new ShardOrder(1, "t", $"prompt-{i}", "judge", fingerprint, contestants, comparisons))];
            var clock = Stopwatch.StartNew();
            await queues.AddAsync(orders, TimeProvider.System.GetUtcNow(), cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{orders.Length:N0} shards of {comparisons.Length / 4} comparisons ordered in {clock.Elapsed.TotalSeconds:0.0} s; {queues.CountWaiting(fingerprint):N0} wait"));
            await using (var source = Npgsql.NpgsqlDataSource.Create(database))
            await using (var size = source.CreateCommand("SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'hangfire' AND c.relkind = 'r'"))
            {
                var bytes = (long)(await size.ExecuteScalarAsync(cancellationToken))!;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes / orders.Length:N0} bytes an order in the database"));
            }

            // What is left of a shard when neither judge nor store takes time is Hangfire's part: fetching it and keeping its states.
            var done = 0;
            using (var worker = new BackgroundJobServer(
                new BackgroundJobServerOptions { Queues = [WorkQueues.NameOf(fingerprint)], WorkerCount = 1, Activator = new NoJudge(() => Interlocked.Increment(ref done)) }, queues.Storage))
            {
                await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
                var (before, began) = (Volatile.Read(ref done), Stopwatch.GetTimestamp());
                await Task.Delay(TimeSpan.FromSeconds(10), cancellationToken);
                var count = Volatile.Read(ref done) - before;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one worker, {orders.Length:N0} waiting, a judge that takes no time: {Stopwatch.GetElapsedTime(began).TotalMilliseconds / count:0.00} ms a shard"));
            }
        });
        return command;
    }

    private sealed class NoJudge(Action done) : JobActivator
    {
        public override object ActivateJob(Type jobType) => new ShardJob((_, _) =>
        {
            done();
            return Task.CompletedTask;
        });
    }

    private static Command Kill(Option<FileInfo> program)
    {
        var workers = new Option<int>("--workers") { DefaultValueFactory = _ => 3 };
        var kills = new Option<int>("--kills") { DefaultValueFactory = _ => 50 };
        var restarts = new Option<int>("--restarts") { DefaultValueFactory = _ => 2 };
        var prompts = new Option<int>("--prompts") { DefaultValueFactory = _ => 240 };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("kill", "Kills workers and restarts the database under them, and compares with a single process.") { workers, kills, restarts, prompts, seed };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = Directory.CreateTempSubdirectory("arena-workers-");
            try
            {
                await using var server = await PostgresServer.StartAsync(isDurable: true, cancellationToken);
                var trial = new WorkerKillTrial(parsed.GetValue(program)!.FullName, folder.FullName, parsed.GetValue(prompts), Contestants: 8);
                var outcome = await trial.RunAsync(
                    server, parsed.GetValue(workers), parsed.GetValue(kills), parsed.GetValue(restarts), TimeSpan.FromSeconds(1.2), parsed.GetValue(seed), Console.WriteLine, cancellationToken);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{outcome.Kills} workers killed, {outcome.Restarts} restarts of the database in {outcome.Elapsed.TotalSeconds:0} s; {outcome.Judgments} judgments of {outcome.Expected}; judgments and leaderboard are {(outcome.IsEqual ? "equal, bit for bit" : "DIFFERENT")}."));
                return outcome.IsEqual && outcome.Kills == parsed.GetValue(kills) ? 0 : 1;
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }
}
