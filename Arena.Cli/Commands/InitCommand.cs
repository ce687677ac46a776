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
        var file = new Argument<FileInfo?>("FILE")
        {
            Description = "The file to write; by default tournament.yaml, or the preset's name.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var preset = new Option<string?>("--preset")
        {
            Description = "A benchmark's way of judging, over files that you have: mt-bench, alpaca-eval or arena-hard.",
            HelpName = "NAME",
        };
        preset.AcceptOnlyFromAmong("mt-bench", "alpaca-eval", "arena-hard");
        var command = new Command("init", "Writes a commented tournament file, and a schema by which editors complete and check it.") { file, preset };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(preset);
            return Run(parsed.GetValue(file) ?? new FileInfo($"{name ?? "tournament"}.yaml"), name, new Terminal(parsed));
        });
        return command;
    }

    private static int Run(FileInfo file, string? preset, Terminal terminal)
    {
        if (file.Exists)
        {
            throw new BadInputException(file.FullName, "the file is there already; give another name, or move it away.");
        }

        var data = Path.Combine(AppContext.BaseDirectory, "data");
        var template = preset is null ? Path.Combine(data, "schema", "tournament.yaml") : Path.Combine(data, "presets", $"{preset}.yaml");
        Directory.CreateDirectory(file.DirectoryName!);
        File.Copy(Path.Combine(data, "schema", Schema), Path.Combine(file.DirectoryName!, Schema), overwrite: true);
        File.WriteAllText(
            file.FullName,
            File.ReadAllText(template)
                .Replace("NAME", Path.GetFileNameWithoutExtension(file.Name), StringComparison.Ordinal)
                .Replace("FILE", file.Name, StringComparison.Ordinal));
        terminal.Out.MarkupLineInterpolated($"Wrote [bold]{file.FullName}[/]. Fill in prompts, responses and a judge.");
        terminal.Out.MarkupLineInterpolated($"[grey]Next:[/] arena plan {file.Name}");
        return ExitCode.Done;
    }
}
