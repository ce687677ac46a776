using System.Diagnostics;
using Arena.Bench.Storage;
using Arena.Core.Tournaments;
using Arena.Core.World;

namespace Arena.Bench.Workers;

/// <summary>How much sooner several workers are done, with a judge whose answers take their time and none of the processor's.</summary>
/// <param name="Program">arena.dll.</param>
/// <param name="Folder">An empty folder.</param>
/// <param name="Latency">Time that the judge takes for each of a shard's two requests, which come one after the other.</param>
internal sealed record WorkerScaling(string Program, string Folder, TimeSpan Latency)
{
    /// <summary>How long a tournament took.</summary>
    /// <param name="Workers">Workers at once, each with one shard in hand; 0 for a plain run of one process, with one shard in hand.</param>
    /// <param name="Shards">Shards done between the first and the last judgment.</param>
    /// <param name="Elapsed">From the first judgment to the last.</param>
    public sealed record Result(int Workers, int Shards, TimeSpan Elapsed)
    {
        public double PerSecond => Shards / Elapsed.TotalSeconds;

        /// <summary>What a shard takes a worker.</summary>
        public TimeSpan Each => Elapsed * Math.Max(1, Workers) / Shards;
    }

    public async Task<Result> RunAsync(PostgresServer server, int workers, int shards, CancellationToken cancellationToken)
    {
        await using var judge = await SlowServer.StartAsync(Latency);
        var folder = Path.Combine(Folder, $"of-{workers}");
        var file = await WorldTournament.WriteAsync(folder, "scale", CheckableWorld.Create(7, shards, SimulatedContestant.Field(2, 7)), "slow", 1, cancellationToken);
        await File.WriteAllTextAsync(file, $$"""
            name: scale
            prompts: prompts.jsonl
            responses: [responses.jsonl]
            judges: [{ name: slow, model: slow, endpoints: ["{{judge.Endpoint}}"], concurrency: 2 }]
            protocols: [pairwise]
            concurrency: 1

            """, cancellationToken);
        var location = await server.CreateDatabaseAsync(cancellationToken);
        var processes = new ArenaProcesses(Program, location, folder);
        using var driver = processes.Start(["run", file, .. workers > 0 ? ["--distributed"] : Array.Empty<string>(), "--json"]);
        var pool = Enumerable.Range(0, workers).Select(_ => processes.StartWorker("--concurrency", "1")).ToList();
        try
        {
            // Starting takes the processes seconds of two processors; the clock runs while all of them judge.
            using var store = await StoreProbe.OpenAsync(processes, driver, cancellationToken);
            var (began, first) = (0L, 0);
            var (ended, last) = (0L, 0);
            while (!driver.HasExited)
            {
                await Task.Delay(20, cancellationToken);
                var tally = await store.ReadStoredJudgmentsAsync("scale", cancellationToken);
                if (began == 0 && tally >= 2 * shards / 4)
                {
                    (began, first) = (Stopwatch.GetTimestamp(), tally);
                }
                else if (began > 0 && ended == 0 && tally >= 2 * shards * 9 / 10)
                {
                    (ended, last) = (Stopwatch.GetTimestamp(), tally);
                }
            }

            if (driver.ExitCode != 0 || ended == 0)
            {
                throw processes.Ended(driver);
            }

            return new Result(workers, (last - first) / 2, Stopwatch.GetElapsedTime(began, ended));
        }
        finally
        {
            foreach (var process in pool.Append(driver).Where(process => !process.HasExited))
            {
                process.Kill();
            }

            pool.ForEach(process => process.Dispose());
        }
    }
}
