using System.Globalization;
using Arena.Core.Judging;
using Arena.Core.Reports;
using Spectre.Console;

namespace Arena.Cli;

/// <summary>Calibrated win rates for a person.</summary>
internal static class CalibrationTable
{
    public static void Write(IAnsiConsole console, string tournament, string judge, HumanCalibration calibration)
    {
        var percent = (calibration.Level * 100).ToString("0.#", CultureInfo.InvariantCulture);
        console.MarkupLineInterpolated($"[bold]Win rates in {tournament} by {judge}, calibrated by human votes[/]");
        console.MarkupLineInterpolated(
            $"[grey]Humans voted on {Figures.Count(calibration.Voted)} of {Figures.Count(calibration.Comparisons, "comparison")}, on {Figures.Count(calibration.VotedPrompts)} of {Figures.Count(calibration.Prompts, "prompt")}. A tie is half a win; {percent} % intervals clustered by prompt.[/]");
        console.MarkupLineInterpolated(
            $"[grey]Whom a human prefers gets {Numbers.Estimate(calibration.Sensitivity)} of the judge's points; a coin gives 0.5.[/]");
        console.WriteLine();
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("contestant");
        table.AddColumn(new TableColumn("judged").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("voted").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("prediction-powered").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("humans alone").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("Rogan–Gladen").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("judge alone").RightAligned().NoWrap());
        foreach (var contestant in calibration.Contestants)
        {
            table.AddRow(
                new Text(contestant.Name),
                new Text(Figures.Count(contestant.Comparisons)),
                new Text(Figures.Count(contestant.Voted)),
                new Text(Numbers.Estimate(contestant.PredictionPowered.Value, contestant.PredictionPowered.Interval)),
                new Text(Numbers.Estimate(contestant.Humans)),
                new Text(Numbers.Estimate(contestant.RoganGladen)),
                new Text(Numbers.Estimate(contestant.Judge)));
        }

        console.Write(table);
        console.MarkupLine("[grey]Prediction-powered: what humans would say, where the votes are on comparisons drawn at random. Rogan–Gladen[/]");
        console.MarkupLine("[grey]presumes besides that the judge errs alike on all contestants. The judge alone says what the judge would say.[/]");
        foreach (var note in calibration.Notes)
        {
            console.MarkupLineInterpolated($"[yellow]![/] {note}");
        }
    }
}
