using System.CommandLine;
using Arena.Core.Surrogate.Models;

namespace Arena.Cli.Commands;

/// <summary><c>arena surrogate train</c>: learns from a judge's verdicts and writes one file.</summary>
internal sealed class SurrogateTrainCommand
{
    private readonly Option<FileInfo> _out = new("--out")
    {
        Description = "The file to write.",
        HelpName = "FILE",
        DefaultValueFactory = _ => new FileInfo("surrogate.json"),
    };

    private readonly SurrogateSource _source;
    private readonly TimeProvider _time;

    private SurrogateTrainCommand(TimeProvider time)
    {
        _time = time;
        Command = new Command("train", "Learns from a judge's verdicts, measures itself on contestants held out, and writes one file.");
        _source = new SurrogateSource(Command, time);
        Command.Add(_out);
        Command.SetAction(RunAsync);
    }

    private Command Command { get; }

    public static Command Create(TimeProvider time) => new SurrogateTrainCommand(time).Command;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(parsed);
        var output = parsed.GetValue(_out)!;
        var (data, name, judge) = await _source.ReadAsync(parsed, terminal, cancellationToken);
        var model = LeaderboardRun.Guarded(name, () => LeaderboardRun.WithProgress(
            isLong: true,
            progress => SurrogateModel.Train(data, name, judge, _time, parsed.GetValue(GlobalOptions.Seed), progress, cancellationToken),
            terminal,
            "training"));
        await SurrogateFile.WriteAsync(output.FullName, model, cancellationToken);
        if (terminal.IsJson)
        {
            Terminal.WriteJson(SurrogateModelDocument.From(output.FullName, model), CliJson.Default.SurrogateModelDocument);
        }
        else
        {
            SurrogateTables.PrintModel(terminal.Out, output.ToString(), model);
        }

        return ExitCode.Done;
    }
}
