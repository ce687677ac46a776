using System.CommandLine;
using Arena.Core;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena init</c>: writes a commented tournament file.</summary>
internal static class InitCommand
{
    private const string Schema = "tournament.schema.json";

    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE")
        {
            Description = "The file to write.",
            DefaultValueFactory = _ => new FileInfo("tournament.yaml"),
        };
        var command = new Command("init", "Writes a commented tournament file, and a schema by which editors complete and check it.") { file };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, new Terminal(parsed)));
        return command;
    }

    private static int Run(FileInfo file, Terminal terminal)
    {
        if (file.Exists)
        {
            throw new BadInputException(file.FullName, "the file is there already; give another name, or move it away.");
        }

        var folder = Path.Combine(AppContext.BaseDirectory, "data", "schema");
        Directory.CreateDirectory(file.DirectoryName!);
        File.Copy(Path.Combine(folder, Schema), Path.Combine(file.DirectoryName!, Schema), overwrite: true);
        File.WriteAllText(
            file.FullName,
            File.ReadAllText(Path.Combine(folder, "tournament.yaml")).Replace("NAME", Path.GetFileNameWithoutExtension(file.Name), StringComparison.Ordinal));
        terminal.Out.MarkupLineInterpolated($"Wrote [bold]{file.FullName}[/]. Fill in prompts, responses and a judge.");
        terminal.Out.MarkupLineInterpolated($"[grey]Next:[/] arena plan {file.Name}");
        return ExitCode.Done;
    }
}
