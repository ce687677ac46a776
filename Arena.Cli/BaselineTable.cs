using System.Globalization;
using Arena.Core.Ratings;
using Arena.Core.Reports;
using Spectre.Console;

namespace Arena.Cli;

/// <summary>Win rates against a baseline for a person.</summary>
internal static class BaselineTable
{
    public static void Write(IAnsiConsole console, string tournament, LeaderboardSource source, BaselineWinRates rates)
    {
        var percent = (rates.Level * 100).ToString("0.#", CultureInfo.InvariantCulture);
        var isControlled = rates.Contestants[0].LengthControlled is not null;
        console.MarkupLineInterpolated($"[bold]Win rates in {tournament} against {rates.Baseline}, by {source.Description}[/]");
        console.MarkupLineInterpolated($"[grey]A tie is half a win; {percent} % intervals clustered by prompt.[/]");
        console.WriteLine();
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("contestant");
        table.AddColumn(new TableColumn("prompts").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("win rate").RightAligned().NoWrap());
        if (isControlled)
        {
            table.AddColumn(new TableColumn("length-controlled").RightAligned().NoWrap());
            table.AddColumn(new TableColumn("characters").RightAligned().NoWrap());
        }

        foreach (var contestant in rates.Contestants)
        {
            var cells = new List<Text>
            {
                new(contestant.Name), new(Figures.Count(contestant.Prompts)), new(Numbers.Estimate(contestant.WinRate)),
            };
            if (contestant is { LengthControlled: { } controlled, MeanLength: { } length })
            {
                cells.Add(new(Numbers.Estimate(controlled)));
                cells.Add(new(Figures.Count((int)Math.Round(length))));
            }

            table.AddRow(cells);
        }

        console.Write(table);
        if (isControlled)
        {
            console.MarkupLine("[grey]Length-controlled: what the win rate would be with responses as long as the baseline's, by a logistic regression.[/]");
        }
    }
}
