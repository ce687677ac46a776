using System.Diagnostics;
using System.Globalization;
using Arena.Bench.Storage;
using Arena.Bench.Tournaments;
using Arena.Core.Statistics;
using Arena.Core.Tournaments;
using Arena.Core.World;

namespace Arena.Bench.Workers;

/// <summary>
/// Kills workers at random moments and restarts the database while they judge one tournament, and compares what is stored in the end with a run of a single process on a file.
/// </summary>
/// <param name="Program">arena.dll.</param>
/// <param name="Folder">An empty folder.</param>
/// <param name="Prompts">Size of the tournament.</param>
/// <param name="Contestants">Number of contestants.</param>
internal sealed record WorkerKillTrial(string Program, string Folder, int Prompts, int Contestants)
{
    /// <summary>What a trial found.</summary>
    /// <param name="Kills">Workers killed while the tournament ran.</param>
    /// <param name="Restarts">Restarts of the database while it ran.</param>
    /// <param name="Judgments">Judgments stored.</param>
    /// <param name="Expected">Judgments that the single process stored.</param>
    /// <param name="IsEqual">Whether all judgments and the leaderboard are the same, bit for bit.</param>
    /// <param name="Elapsed">From the first order to the end.</param>
    public sealed record Outcome(int Kills, int Restarts, int Judgments, int Expected, bool IsEqual, TimeSpan Elapsed);

    /// <summary>Runs the trial.</summary>
    /// <param name="server">The database server.</param>
    /// <param name="workers">Workers at once.</param>
    /// <param name="kills">How many kills; the tournament must be long enough for them.</param>
    /// <param name="restarts">How often the database is stopped at once, as by a crash, and started again.</param>
    /// <param name="pause">Mean time between kills.</param>
    /// <param name="seed">Seed of who is killed when.</param>
    /// <param name="report">Told what happens.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome> RunAsync(
        PostgresServer server, int workers, int kills, int restarts, TimeSpan pause, long seed, Action<string> report, CancellationToken cancellationToken)
    {
        var file = await WorldTournament.WriteAsync(
            Folder, "kill", CheckableWorld.Create(7, Prompts, SimulatedContestant.Field(Contestants, 7)), "tiny-fair", seed, cancellationToken);
        var single = Path.Combine(Folder, "single.db");
        await new ArenaProcesses(Program, single, Folder).RunAsync(["run", file, "--json", "--verbosity", "quiet"], cancellationToken);
        var (expected, count) = await TournamentDigest.ComputeAsync(single, "kill", cancellationToken);
        report(string.Create(CultureInfo.InvariantCulture, $"a single process on a file: {count} judgments"));

        var store = await server.CreateDatabaseAsync(cancellationToken);
        var processes = new ArenaProcesses(Program, store, Folder);
        var clock = Stopwatch.StartNew();
        using var driver = processes.Start(["run", file, "--distributed", "--json"]);
        var random = new DeterministicRandom(seed);
        var pool = new List<Process>();
        var (killed, restarted) = (0, 0);
        try
        {
            // A run and workers that never reached the database do not wait for it, so nothing is killed or stopped before the first judgment, however busy the machine.
            using (var probe = await StoreProbe.OpenAsync(processes, driver, cancellationToken))
            {
                for (var i = 0; i < workers; i++)
                {
                    pool.Add(processes.StartWorker());
                }

                while (await probe.ReadStoredJudgmentsAsync("kill", cancellationToken) == 0)
                {
                    processes.ThrowIfEnded(driver);
                    await Task.Delay(50, cancellationToken);
                }
            }

            while (!driver.HasExited)
            {
                await Task.WhenAny(driver.WaitForExitAsync(cancellationToken), Task.Delay(pause * (0.5 + random.NextDouble()), cancellationToken));
                if (driver.HasExited)
                {
                    break;
                }

                // One that the database left while it started is started again, as whoever keeps services running does.
                foreach (var ended in Enumerable.Range(0, pool.Count).Where(i => pool[i].HasExited))
                {
                    await StartAgainAsync(ended);
                }

                if (killed < kills)
                {
                    var victim = random.NextInt(pool.Count);
                    pool[victim].Kill();
                    await StartAgainAsync(victim);
                    killed++;
                }

                if (restarted < restarts && killed >= (restarted + 1) * kills / (restarts + 1))
                {
                    await server.StopAsync(isCrash: restarted % 2 == 0, cancellationToken);
                    await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                    await server.StartAgainAsync(cancellationToken);
                    restarted++;
                    report(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0} s: {killed} workers killed; the database was {(restarted % 2 == 1 ? "crashed" : "shut down")} and started again"));
                }
            }

            if (driver.ExitCode != 0)
            {
                throw processes.Ended(driver);
            }
        }
        finally
        {
            foreach (var process in pool.Append(driver).Where(process => !process.HasExited))
            {
                process.Kill();
            }

            pool.ForEach(process => process.Dispose());
        }

        var elapsed = clock.Elapsed;
        var (found, stored) = await TournamentDigest.ComputeAsync(store, "kill", cancellationToken);
        return new(killed, restarted, stored, count, found == expected && stored == count, elapsed);

        async Task StartAgainAsync(int worker)
        {
            await pool[worker].WaitForExitAsync(cancellationToken);
            pool[worker].Dispose();
            pool[worker] = processes.StartWorker();
        }
    }
}
