using System.CommandLine;
using Arena.Workers;

namespace Arena.Cli.Commands;

/// <summary><c>arena worker</c>: judges what <c>arena run --distributed</c> orders.</summary>
internal static class WorkerCommand
{
    public static Command Create(TimeProvider time)
    {
        var judge = new Option<string?>("--judge") { Description = "Works for this judge of the tournaments' files only; by default for whichever has most to do.", HelpName = "NAME" };
        var folder = new Option<DirectoryInfo>("--folder")
        {
            Description = "The folder that paths of models and templates in tournament files are relative to.",
            HelpName = "DIR",
            DefaultValueFactory = _ => new(Directory.GetCurrentDirectory()),
        };
        var concurrency = new Option<int?>("--concurrency") { Description = "Shards judged at once; by default 1 with a model in the process, and the judge's own number with servers.", HelpName = "N" };
        var idle = new Option<double?>("--idle") { Description = "Ends when there was nothing to do for so long; by default never.", HelpName = "SECONDS" };
        concurrency.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
            {
                result.AddError("--concurrency is 1 or more.");
            }
        });
        var command = new Command("worker", "Judges for arena run --distributed: start one for each GPU, on any machine that reaches the --db in PostgreSQL.") { judge, folder, concurrency, idle };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var terminal = new Terminal(parsed);
            var worker = new ShardWorker(
                new WorkerOptions
                {
                    Store = parsed.GetValue(GlobalOptions.Db)!,
                    Folder = parsed.GetValue(folder)!.FullName,
                    Judge = parsed.GetValue(judge),
                    Concurrency = parsed.GetValue(concurrency),
                    Idle = parsed.GetValue(idle) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                },
                time,
                terminal.Say);
            await worker.RunAsync(cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }
}
