using System.CommandLine;
using Arena.Core;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Scorers;
using Arena.Web.Reports;

namespace Arena.Cli.Commands;

/// <summary><c>arena surrogate evaluate</c>: how well surrogate judges foretell a judge on what they have not seen.</summary>
internal sealed class SurrogateEvaluateCommand
{
    private readonly Option<SplitKind> _split = new("--split")
    {
        Description = "What is held out: contestant, prompt, or both.",
        HelpName = "WHAT",
        DefaultValueFactory = _ => SplitKind.Contestant,
    };

    private readonly Option<int?> _folds = new("--folds") { Description = "In how many folds. By default ten, or each contestant by itself where there are fewer.", HelpName = "N" };

    private readonly Option<bool> _all = new("--all") { Description = "Compares all scorers on the same folds: RankNet, RankList, ListNet, ListMLE, LambdaMART, boosted trees, MIRAGE's forest." };

    private readonly Option<FileInfo?> _out = new("--out") { Description = "Also writes a report, an HTML file that needs nothing else.", HelpName = "FILE" };

    private readonly SurrogateSource _source;
    private readonly TimeProvider _time;

    private SurrogateEvaluateCommand(TimeProvider time)
    {
        _time = time;
        Command = new Command("evaluate", "How well surrogate judges foretell a judge, on contestants, prompts or both that they have not seen.");
        _source = new SurrogateSource(Command, time);
        Command.Add(_split);
        Command.Add(_folds);
        Command.Add(_all);
        Command.Add(_out);
        Command.SetAction(RunAsync);
    }

    private Command Command { get; }

    public static Command Create(TimeProvider time) => new SurrogateEvaluateCommand(time).Command;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(parsed);
        var (split, folds) = (parsed.GetValue(_split), parsed.GetValue(_folds));
        if (split == SplitKind.InSample || folds < 2)
        {
            throw new UsageException("--split is contestant, prompt or both, and --folds 2 or more; figures in sample are shown beside them.");
        }

        var (data, name, judge) = await _source.ReadAsync(parsed, terminal, cancellationToken);
        var report = LeaderboardRun.Guarded(name, () => LeaderboardRun.WithProgress(
            isLong: true,
            progress => SurrogateReport.Of(
                data,
                name,
                judge,
                parsed.GetValue(_all) ? ScorerCatalogue.All(data) : ScorerCatalogue.Defaults(data),
                split,
                folds,
                _time,
                parsed.GetValue(GlobalOptions.Seed),
                progress,
                cancellationToken),
            terminal,
            "folds"));
        if (parsed.GetValue(_out) is { } output)
        {
            await WholeFile.WriteAsync(output.FullName, await HtmlReport.RenderAsync(report, _time.GetUtcNow()), cancellationToken);
        }

        if (terminal.IsJson)
        {
            Terminal.WriteJson(SurrogateEvaluationDocument.From(report), CliJson.Default.SurrogateEvaluationDocument);
        }
        else
        {
            SurrogateTables.PrintReport(terminal.Out, report);
        }

        return ExitCode.Done;
    }
}
