using System.CommandLine;
using System.Globalization;
using Arena.Core.Reports;
using Arena.Core.Storage;
using Arena.Core.Tournaments;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena plan</c>: what a tournament will cost and can find, before any cost.</summary>
internal static class PlanCommand
{
    public static Command Create(TimeProvider time)
    {
        var file = RunCommand.TournamentArgument();
        var set = RunCommand.SetOption();
        var command = new Command("plan", "Judgments, tokens, time and the smallest difference that can be found, before any cost.") { file, set };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(file)!, parsed.GetValue(set)!, parsed.GetValue(GlobalOptions.Db)!, new Terminal(parsed), time, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo file, string[] settings, string db, Terminal terminal, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var session = await TournamentSession.OpenAsync(file.FullName, settings, time, cancellationToken);
        using var store = await ArenaStore.FindAsync(db, time, cancellationToken);

        var plan = await PlanEstimate.CreateAsync(
            session.File,
            session.Tournament,
            session.Judges.All,
            store,
            session.IsFreeToAsk,
            time,
            cancellationToken);
        var document = PlanDocument.From(session.Tournament.Name, plan);
        if (terminal.IsJson)
        {
            Terminal.WriteJson(document, CliJson.Default.PlanDocument);
        }
        else
        {
            Print(terminal.Out, document, session.File, file.Name);
        }

        return ExitCode.Done;
    }

    private static void Print(IAnsiConsole console, PlanDocument plan, TournamentFile file, string path)
    {
        console.MarkupLineInterpolated(
            $"[bold]{plan.Tournament}[/]: {Figures.Count(plan.Contestants, "contestant")} on {Figures.Count(plan.Prompts, "prompt")}, {(file.Pairing.Strategy == PairingKind.Adaptive ? "at most " : "")}{Figures.Count(plan.Judgments, "judgment")}, {Figures.Count(plan.There)} of them there already.");
        console.Write(Table(plan.Judges));
        if (plan.Judges.Any(judge => judge.Seconds is null))
        {
            console.MarkupLine("[grey]– a server is not asked before it may cost; a panel only combines its members.[/]");
        }

        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"{(plan.SmallestRatingDifference is { } difference ? $"Two contestants must be about {difference:0} rating points apart for this design to tell them apart (80 % power, 5 % error)." : "There are too few prompts to tell contestants apart.")}");
        console.MarkupLineInterpolated($"[grey]Next:[/] arena run {path}");
    }

    /// <summary>What is asked of each judge, and what that costs.</summary>
    public static Table Table(IReadOnlyList<PlanDocument.JudgeLine> judges)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("judge", "protocol");
        foreach (var column in new[] { "judgments", "to judge", "tokens", "time" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var judge in judges)
        {
            table.AddRow(
                new Text(judge.Judge),
                new Text(judge.Protocol),
                new Text(Figures.Count(judge.Judgments)),
                new Text(Figures.Count(judge.Judgments - judge.There)),
                new Text(judge.Tokens is { } tokens ? Figures.Count((long)tokens) : "–"),
                new Text(judge.Seconds is { } seconds ? Duration(seconds) : "–"));
        }

        return table;
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };
}
