using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Arena.Core.Ratings;
using Arena.Core.Statistics;
using Arena.Core.Storage;
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
        var (expected, judgments) = await DigestAsync("undisturbed.db", cancellationToken);
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

            var (found, count) = await DigestAsync(store, cancellationToken);
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

    private async Task<(string Digest, int Judgments)> DigestAsync(string name, CancellationToken cancellationToken)
    {
        using var store = await ArenaStore.OpenAsync(Path.Combine(Folder, name), TimeProvider.System, create: false, cancellationToken);
        var lines = new List<string>();
        await foreach (var j in store.ReadJudgmentsAsync("kill", cancellationToken))
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{j.Judge}|{j.Protocol}|{j.PromptId}|{j.First}|{j.Second}|{j.Turn}|{j.Repeat}|{j.Verdict}|{j.FirstWinProbability:R}|{j.Score:R}|{j.Mass:R}|{j.Tokens}|{j.FailureReason}|{string.Join(',', j.Probabilities.Select(p => p.ToString("R", CultureInfo.InvariantCulture)))}"));
        }

        lines.Sort(StringComparer.Ordinal);
        var battles = (await store.ReadBattlesAsync("kill", BattleSource.Judges, cancellationToken)).Battles;
        var leaderboard = Leaderboard.Create(battles, Rating.Fit(battles, new RatingOptions(), null, cancellationToken));
        lines.AddRange(leaderboard.Entries.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Name} {entry.LogStrength:R} {entry.Interval?.Lower:R} {entry.Interval?.Upper:R}")));
        return (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines)))), lines.Count - leaderboard.Entries.Count);
    }
}
