using System.CommandLine;
using System.Globalization;
using Arena.Bench.Storage;

namespace Arena.Bench.Workers;

/// <summary><c>workers</c>: what sharing out costs, how it scales, and what it survives; on a PostgreSQL server that it starts.</summary>
internal static class WorkersCommand
{
    public static Command Create()
    {
        var program = new Option<FileInfo>("--program") { Description = "arena.dll.", DefaultValueFactory = _ => new("Arena.Cli/bin/Release/net10.0/arena.dll"), Recursive = true };
        return new Command("workers", "What sharing a tournament out costs, how it scales, and what it survives.") { program, Kill(program) };
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
