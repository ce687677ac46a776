using System.CommandLine;
using System.Globalization;
using Arena.Core.Reports;
using Arena.Core.Storage;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena store copy</c>: a whole store to another place.</summary>
internal static class StoreCommand
{
    public static Command Create(TimeProvider time) => new("store", "The store as a whole.") { CreateCopy(time) };

    private static Command CreateCopy(TimeProvider time)
    {
        var to = new Option<string>("--to")
        {
            Description = "Where to: a file that is not there yet, or a connection string of PostgreSQL. An empty store is filled.",
            HelpName = "LOCATION",
            CustomParser = GlobalOptions.Location,
            Required = true,
        };
        var command = new Command("copy", "Copy all of the store elsewhere, as a backup or to another kind of database; others may go on writing.") { to };
        command.SetAction((parsed, cancellationToken) => CopyAsync(
            parsed.GetValue(GlobalOptions.Db)!, parsed.GetValue(to)!, new Terminal(parsed), time, cancellationToken));
        return command;
    }

    private static async Task<int> CopyAsync(string db, string to, Terminal terminal, TimeProvider time, CancellationToken cancellationToken)
    {
        using var store = await ArenaStore.OpenAsync(db, time, create: false, cancellationToken);
        var began = time.GetTimestamp();
        var copied = terminal.IsQuiet || Console.IsErrorRedirected
            ? await store.CopyToAsync(to, progress: null, cancellationToken)
            : await terminal.Error.Progress().AutoClear(true).StartAsync(
                context => store.CopyToAsync(to, new Bar(context.AddTask("copy")), cancellationToken));
        var seconds = time.GetElapsedTime(began).TotalSeconds;
        if (terminal.IsJson)
        {
            Terminal.WriteJson(new StoreCopyDocument(copied.ToDictionary(table => table.Name, table => table.Rows), seconds), CliJson.Default.StoreCopyDocument);
            return ExitCode.Done;
        }

        var rows = new Table().Border(TableBorder.Simple).AddColumn("copied").AddColumn(new TableColumn("number").RightAligned());
        foreach (var table in copied)
        {
            rows.AddRow(new Text(table.Name), new Text(Figures.Count(table.Rows)));
        }

        terminal.Out.Write(rows);
        terminal.Out.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{StoreLocation.NameOf(db)} is in {StoreLocation.NameOf(to)} too, after {seconds:0.0} s.");
        return ExitCode.Done;
    }

    private sealed class Bar(ProgressTask task) : IProgress<StoreCopyProgress>
    {
        public void Report(StoreCopyProgress value)
        {
            task.Description = value.Table;
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Rows;
        }
    }
}
