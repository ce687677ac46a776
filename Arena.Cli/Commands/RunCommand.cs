using System.CommandLine;
using System.Globalization;
using Arena.Core.Reports;
using Arena.Core.Storage;
using Arena.Core.Tournaments;
using Arena.Workers;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena run</c>: judges what a tournament file plans and the store lacks.</summary>
internal static class RunCommand
{
    public static Argument<FileInfo> TournamentArgument() => new("TOURNAMENT.yaml") { Description = "The tournament file; arena init writes one." };

    public static Option<string[]> SetOption() => new("--set")
    {
        Description = "Replaces a value of the file: pairing.budget=500, judge.model=PATH; may be repeated.",
        HelpName = "KEY=VALUE",
        DefaultValueFactory = _ => [],
    };

    public static Command Create(TimeProvider time)
    {
        var file = TournamentArgument();
        var set = SetOption();
        var distributed = new Option<bool>("--distributed") { Description = "Has workers judge: processes of arena worker, here or on other machines, at the same --db in PostgreSQL." };
        var command = new Command("run", "Judges what the plan lacks; a run that was stopped continues.") { file, set, distributed };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(file)!, parsed.GetValue(set)!, parsed.GetValue(distributed), parsed.GetValue(GlobalOptions.Db)!, new Terminal(parsed), time, cancellationToken));
        return command;
    }

    /// <summary>Says what a run did.</summary>
    public static void Print(Terminal terminal, string tournament, RunResult result)
    {
        var at = result.Progress;
        terminal.Out.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"[bold]{Figures.Count(at.Judged, "judgment")} made[/], {Figures.Count(at.Reused)} reused, {Figures.Count(at.Failed)} failed, in {at.Elapsed.TotalSeconds:0.0} s.");
        if (at.ComputedTokens > 0)
        {
            terminal.Out.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"[grey]{Figures.Count(at.PromptTokens)} tokens judged, {Figures.Count(at.ComputedTokens)} computed: {(double)at.PromptTokens / at.ComputedTokens:0.0} times fewer, because prompts begin alike.[/]");
        }

        if (result.Stop is { } stop)
        {
            terminal.Out.MarkupLineInterpolated($"[grey]Pairing stopped: {stop}.[/]");
        }

        foreach (var (reason, count) in result.Failures.OrderByDescending(pair => pair.Value))
        {
            terminal.Out.MarkupLineInterpolated($"[yellow]![/] {Figures.Count(count, "judgment")} failed: {reason}.");
        }

        if (at.Failed > 0)
        {
            terminal.Out.MarkupLine("[grey]Failed judgments are in no result; the same command tries them again.[/]");
        }
    }

    private static async Task<int> RunAsync(
        FileInfo file, string[] settings, bool isDistributed, string db, Terminal terminal, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var session = await TournamentSession.OpenAsync(file.FullName, settings, time, cancellationToken);
        using var store = await ArenaStore.OpenAsync(db, time, create: true, cancellationToken);
        var name = session.Tournament.Name;
        var result = await new RunScreen(terminal, store, name, time).ShowAsync(
            progress => isDistributed
                ? DistributedRun.RunAsync(
                    db, name, dispatcher => session.RunAsync(store, time, progress, cancellationToken, dispatcher), terminal.Say, time, cancellationToken)
                : session.RunAsync(store, time, progress, cancellationToken),
            cancellationToken);
        if (terminal.IsJson)
        {
            Terminal.WriteJson(RunDocument.From(name, result), CliJson.Default.RunDocument);
        }
        else
        {
            Print(terminal, name, result);
            terminal.Out.MarkupLineInterpolated($"[grey]Next:[/] arena leaderboard {ReportCommands.Quoted(name)}");
        }

        return result.Progress.Failed > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }
}
