using System.CommandLine;
using Arena.Core.Formats;
using Arena.Core.Reports;
using Arena.Core.Storage;
using Arena.Core.Tournaments;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena import PATH</c>: published files into the store.</summary>
internal static class ImportCommand
{
    public static Command Create(TimeProvider time)
    {
        var path = new Argument<string>("PATH") { Description = "A file, or a folder of files." };
        var format = new Option<string>("--format")
        {
            Description = $"The form of the files: {string.Join(", ", ImportFormats.Names)}.",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "auto",
        };
        format.AcceptOnlyFromAmong([.. ImportFormats.Names]);
        var tournament = new Option<string?>("--tournament")
        {
            Description = "The tournament to import into; by default it is named after PATH.",
            HelpName = "NAME",
        };
        var command = new Command("import", "Bring published files into the store. Importing twice changes nothing.") { path, format, tournament };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(path)!,
            ImportFormats.Find(parsed.GetValue(format)!)!.Value,
            parsed.GetValue(tournament) ?? NameOf(parsed.GetValue(path)!),
            parsed.GetValue(GlobalOptions.Db)!,
            new Terminal(parsed),
            time,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string path,
        ImportFormat format,
        string tournament,
        string db,
        Terminal terminal,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var store = await ArenaStore.OpenAsync(db, time, create: true, cancellationToken);
        var progress = new ImportLines(terminal);
        var result = await TournamentImport.ImportAsync(
            path,
            format,
            tournament,
            store,
            file => BattleReader.Read(file, cancellationToken),
            progress,
            cancellationToken);
        if (terminal.IsJson)
        {
            Terminal.WriteJson(ImportDocument.From(tournament, result), CliJson.Default.ImportDocument);
            return ExitCode.Done;
        }

        Print(terminal.Out, tournament, result);
        return ExitCode.Done;
    }

    private static void Print(IAnsiConsole console, string tournament, ImportResult result)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("new in the store").AddColumn(new TableColumn("number").RightAligned());
        foreach (var (what, count) in ImportDocument.Counts(result.Imported).Where(pair => pair.Count > 0))
        {
            table.AddRow(new Text(what), new Text(Figures.Count(count)));
        }

        if (table.Rows.Count > 0)
        {
            console.Write(table);
        }
        else
        {
            console.MarkupLine("Nothing new.");
        }

        if (result.Skipped.Count > 0)
        {
            var skipped = new Table().Border(TableBorder.Simple).AddColumn("left out").AddColumn(new TableColumn("number").RightAligned()).AddColumn("because").AddColumn("in");
            foreach (var group in result.Skipped.GroupBy(skip => (skip.What, skip.Reason)))
            {
                var files = group.Select(skip => Path.GetFileName(skip.Path)).Distinct().ToArray();
                skipped.AddRow(
                    new Text(group.Key.What),
                    new Text(Figures.Count(group.Sum(skip => skip.Count))),
                    new Text(group.Key.Reason),
                    new Text(files.Length == 1 ? files[0] : $"{files.Length} files"));
            }

            console.Write(skipped);
        }

        if (result.Imported.Judgments + result.Imported.Battles > 0)
        {
            console.MarkupLineInterpolated($"[grey]Next:[/] arena leaderboard {ReportCommands.Quoted(tournament)}");
        }
    }

    private static string NameOf(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        var dot = name.IndexOf('.', 1);
        return dot > 0 ? name[..dot] : name;
    }

    private sealed class ImportLines(Terminal terminal) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            if (value.Count > 1 && !terminal.IsQuiet)
            {
                terminal.Error.MarkupLineInterpolated($"[grey]{value.Number}/{value.Count}[/] {value.Path}");
            }
        }
    }
}
