using System.Diagnostics;
using System.Globalization;
using Arena.Core.Statistics;
using Arena.Core.Tournaments;
using Arena.Core.World;

namespace Arena.Bench.Tournaments;

/// <summary>
/// Kills runs of <c>arena run</c> at random moments, lets them continue, and compares what is stored in the end with an undisturbed run: every
/// judgment with all its numbers but the seconds that it took, and the leaderboard.
/// </summary>
/// <param name="Program">arena.dll.</param>
/// <param name="Folder">An empty folder for stores and files.</param>
/// <param name="Prompts">Size of the tournament.</param>
/// <param name="Contestants">Number of contestants.</param>
internal sealed record KillTrial(string Program, string Folder, int Prompts, int Contestants)
{
    /// <summary>The exit status of a process that SIGKILL ended.</summary>
    private const int Killed = 128 + 9;

    /// <summary>What a trial found.</summary>
    /// <param name="Kills">Runs that were killed before they ended.</param>
    /// <param name="Tournaments">Tournaments that were begun anew, each compared at its end.</param>
    /// <param name="Judgments">Judgments of a tournament.</param>
    /// <param name="Differences">Tournaments whose content differs from the undisturbed one.</param>
    public sealed record Outcome(int Kills, int Tournaments, int Judgments, int Differences);

    /// <summary>Runs the trial.</summary>
    /// <param name="kills">How many kills.</param>
    /// <param name="seed">Seed of the moments.</param>
    /// <param name="report">Told of every tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome> RunAsync(int kills, long seed, Action<string> report, CancellationToken cancellationToken)
    {
        var file = await WorldTournament.WriteAsync(
            Folder, "kill", CheckableWorld.Create(7, Prompts, SimulatedContestant.Field(Contestants, 7)), "tiny-fair", seed, cancellationToken);
        var clock = Stopwatch.StartNew();
        await StartAsync(file, "undisturbed.db", null, cancellationToken);
        var whole = clock.Elapsed;
        var (expected, judgments) = await TournamentDigest.ComputeAsync(Path.Combine(Folder, "undisturbed.db"), "kill", cancellationToken);
        var random = new DeterministicRandom(seed);
        var (killed, tournaments, differences) = (0, 0, 0);
        while (killed < kills)
        {
            var store = string.Create(CultureInfo.InvariantCulture, $"killed-{tournaments++}.db");
            var before = killed;

            // Half of the whole at most, so that a tournament takes several kills, some of them before the first shard; once it has ended, the next begins.
            while (!await StartAsync(file, store, killed < kills ? whole * random.NextDouble() / 2 : null, cancellationToken))
            {
                killed++;
            }

            var (found, count) = await TournamentDigest.ComputeAsync(Path.Combine(Folder, store), "kill", cancellationToken);
            differences += found == expected && count == judgments ? 0 : 1;
            report(string.Create(CultureInfo.InvariantCulture, $"tournament {tournaments}: {killed - before} kills, {count} judgments, {(found == expected ? "equal" : "DIFFERENT")}"));
        }

        return new(killed, tournaments, judgments, differences);
    }

    /// <summary>Runs the tournament; true where it ended by itself, false where it was killed.</summary>
    private async Task<bool> StartAsync(string file, string store, TimeSpan? killAfter, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [Program, "run", file, "--db", Path.Combine(Folder, store), "--json", "--verbosity", "quiet"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        if (killAfter is { } time)
        {
            await Task.WhenAny(process.WaitForExitAsync(cancellationToken), Task.Delay(time, cancellationToken));
            process.Kill();
        }

        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode == Killed)
        {
            return false;
        }

        await output;
        return process.ExitCode == 0 ? true : throw new InvalidOperationException($"arena ended with {process.ExitCode}: {await error}");
    }
}
