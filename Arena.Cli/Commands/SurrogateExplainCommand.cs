using System.CommandLine;
using Arena.Core;
using Arena.Core.Surrogate.Explanation;
using Arena.Web.Reports;

namespace Arena.Cli.Commands;

/// <summary><c>arena surrogate explain</c>: what a judge rewards, as far as features tell; or how two judges differ.</summary>
internal sealed class SurrogateExplainCommand
{
    private readonly Option<string?> _with = new("--with") { Description = "A second judge of the same tournament, to set beside --judge.", HelpName = "NAME" };

    private readonly Option<FileInfo?> _out = new("--out") { Description = "Also writes a report, an HTML file that needs nothing else.", HelpName = "FILE" };

    private readonly SurrogateSource _source;
    private readonly TimeProvider _time;

    private SurrogateExplainCommand(TimeProvider time)
    {
        _time = time;
        Command = new Command("explain", "What a judge rewards, as far as features of responses tell on contestants held out.");
        _source = new SurrogateSource(Command, time);
        Command.Add(_with);
        Command.Add(_out);
        Command.SetAction(RunAsync);
    }

    private Command Command { get; }

    public static Command Create(TimeProvider time) => new SurrogateExplainCommand(time).Command;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(parsed);
        var seed = parsed.GetValue(GlobalOptions.Seed);
        var with = parsed.GetValue(_with);
        if (with is not null && (_source.Judge(parsed) is not { } one || one == with))
        {
            throw new UsageException("--with sets a second judge beside the one that --judge names, in a tournament of the store.");
        }

        var (data, name, judge) = await _source.ReadAsync(parsed, terminal, cancellationToken);
        var explanation = LeaderboardRun.Guarded(name, () => LeaderboardRun.WithProgress(
            isLong: true, progress => SurrogateExplanation.Of(data, seed: seed, progress: progress, cancellationToken: cancellationToken), terminal, "explaining"));
        SurrogateExplanationComparison? comparison = null;
        if (with is not null)
        {
            var (other, _, second) = await _source.ReadAsync(parsed, terminal, cancellationToken, with);
            comparison = LeaderboardRun.Guarded(name, () => SurrogateExplanationComparison.Of(judge, data, second, other, seed: seed, cancellationToken: cancellationToken));
        }

        if (parsed.GetValue(_out) is { } output)
        {
            await WholeFile.WriteAsync(output.FullName, await HtmlReport.RenderAsync($"{judge} in {name}", explanation, _time.GetUtcNow(), comparison), cancellationToken);
        }

        if (terminal.IsJson)
        {
            Terminal.WriteJson(SurrogateExplanationDocument.From(judge, explanation, comparison), CliJson.Default.SurrogateExplanationDocument);
            return ExitCode.Done;
        }

        SurrogateExplanationTables.Print(terminal.Out, judge, explanation, terminal.IsDetailed);
        if (comparison is not null)
        {
            SurrogateExplanationTables.Print(terminal.Out, comparison);
        }

        return ExitCode.Done;
    }
}
