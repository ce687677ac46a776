using System.CommandLine;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Reports;
using Arena.Core.Storage;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena agreement TOURNAMENT</c>: judges against humans, humans among themselves, judges against each other.</summary>
internal static class AgreementCommand
{
    public static Command Create(TimeProvider time)
    {
        var tournament = new Argument<string>("TOURNAMENT") { Description = "Name of a tournament in the store." };
        var command = new Command("agreement", "How far judges agree with humans and with each other, on the same comparisons.") { tournament };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(tournament)!,
            parsed.GetValue(GlobalOptions.Db)!,
            parsed.GetValue(GlobalOptions.Seed),
            new Terminal(parsed),
            time,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string tournament, string db, long seed, Terminal terminal, TimeProvider time, CancellationToken cancellationToken)
    {
        using var store = await ArenaStore.OpenAsync(db, time, create: false, cancellationToken);
        var votes = await store.ReadVotesAsync(tournament, cancellationToken);
        if (votes.Count == 0)
        {
            throw new BadInputException(store.Name, $"tournament \"{tournament}\" has no votes and no verdicts to compare; import some first.");
        }

        var report = new AgreementAnalysis(votes).Report(seed);
        if (terminal.IsJson)
        {
            Terminal.WriteJson(AgreementDocument.From(report), CliJson.Default.AgreementDocument);
        }
        else
        {
            Print(terminal.Out, tournament, report);
        }

        return ExitCode.Done;
    }

    private static void Print(IAnsiConsole console, string tournament, AgreementReport report)
    {
        console.MarkupLineInterpolated($"[bold]Agreement in {tournament}[/]");
        console.MarkupLine("[grey]Pairs of votes on the same prompt and the same two contestants; 95 % cluster bootstrap intervals over prompts.[/]");
        console.WriteLine();
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("between");
        table.AddColumn("and");
        table.AddColumn(new TableColumn("comparisons").RightAligned());
        table.AddColumn(new TableColumn("pairs of votes").RightAligned());
        table.AddColumn(new TableColumn("agree, ties count").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("agree, both decided").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("κ").RightAligned());
        table.AddColumn(new TableColumn("α").RightAligned());
        foreach (var pair in report.Sources)
        {
            table.AddRow(
                new Text(pair.First.ToString()),
                new Text(pair.Second.ToString()),
                new Text(Figures.Count(pair.Comparisons)),
                new Text(Figures.Count(pair.WithTies.Of)),
                new Text(Numbers.Share(pair.WithTies)),
                new Text(Numbers.Share(pair.WithoutTies)),
                new Text(Numbers.Coefficient(pair.Kappa)),
                new Text(Numbers.Coefficient(pair.Alpha)));
        }

        if (report.Sources.Count > 0)
        {
            console.Write(table);
        }
        else
        {
            console.MarkupLine("There is one judge and no human vote, so nobody to agree with.");
        }

        if (report.Positions.Count > 0)
        {
            var positions = new Table().Border(TableBorder.Simple);
            positions.AddColumn("judge, asked in both orders");
            positions.AddColumn(new TableColumn("same verdict after swapping").RightAligned());
            positions.AddColumn(new TableColumn("picks the first shown").RightAligned());
            foreach (var position in report.Positions)
            {
                positions.AddRow(new Text(position.Judge), new Text(Numbers.Share(position.Consistency)), new Text(Numbers.Share(position.FirstPicks)));
            }

            console.Write(positions);
        }

        if (report.WithoutPrompt > 0)
        {
            console.MarkupLineInterpolated($"[yellow]![/] {Figures.Count(report.WithoutPrompt)} battles name no prompt and are left out: they cannot be matched.");
        }

        var prompts = report.Sources.Select(pair => pair.WithTies.Prompts).DefaultIfEmpty(0).Max();
        if (prompts is > 0 and < 30)
        {
            console.MarkupLineInterpolated($"[yellow]![/] There are only {prompts} prompts, so intervals are rough and rather too narrow.");
        }
    }
}
