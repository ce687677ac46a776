using System.CommandLine;

namespace Arena.Bench.Tournaments;

/// <summary><c>kill</c>: runs that are killed and continued, against one that is not.</summary>
internal static class KillCommand
{
    public static Command Create()
    {
        var program = new Option<FileInfo>("--program") { Description = "arena.dll", DefaultValueFactory = _ => new("Arena.Cli/bin/Release/net10.0/arena.dll") };
        var kills = new Option<int>("--kills") { Description = "How many kills.", DefaultValueFactory = _ => 200 };
        var seed = new Option<long>("--seed") { Description = "Seed of the moments.", DefaultValueFactory = _ => 1 };
        var command = new Command("kill", "Kills arena run at random moments, continues it, and compares with an undisturbed run.") { program, kills, seed };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = Directory.CreateTempSubdirectory("arena-kill-");
            try
            {
                var trial = new KillTrial(parsed.GetValue(program)!.FullName, folder.FullName, Prompts: 240, Contestants: 8);
                var outcome = await trial.RunAsync(parsed.GetValue(kills), parsed.GetValue(seed), Console.WriteLine, cancellationToken);
                Console.WriteLine($"{outcome.Kills} kills in {outcome.Tournaments} tournaments of {outcome.Judgments} judgments; {outcome.Differences} differ from the undisturbed run.");
                return outcome.Differences == 0 ? 0 : 1;
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }
}
