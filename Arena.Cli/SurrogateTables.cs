using System.Globalization;
using Arena.Core.Reports;
using Arena.Core.Statistics;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Models;
using Spectre.Console;

namespace Arena.Cli;

/// <summary>Surrogate judges for a person.</summary>
internal static class SurrogateTables
{
    /// <summary>Fewer contestants than this tell little of how well a surrogate does on others.</summary>
    private const int Few = 10;

    private const double Level = 0.95;

    /// <summary>What inputs are called.</summary>
    public static string Sees(ScorerInputs inputs) => SurrogateText.Sees(inputs);

    public static void PrintModel(IAnsiConsole console, string file, SurrogateModel model)
    {
        var origin = model.Origin;
        console.MarkupLineInterpolated($"[bold]A surrogate judge in {file}[/]");
        console.MarkupLineInterpolated(
            $"[grey]It learned from {Figures.Count(origin.Battles, "battle")} in {origin.Tournament}, by {origin.Judge}: {Figures.Count(origin.Responses, "response")} of {Figures.Count(origin.Contestants.Count, "contestant")} to {Figures.Count(origin.Prompts, "prompt")}{(origin.Baseline is null ? "" : $", against {origin.Baseline}")}. Features {model.Registry}, seed {origin.Seed}.[/]");
        console.WriteLine();
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn($"what it sees; figures on contestants held out");
        foreach (var column in new[] { "features", "τ", "R²", "pairs right", "AUC", "Brier", "ECE", "error of log-strength" })
        {
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        }

        foreach (var part in model.Parts)
        {
            var m = part.HeldOut;
            AddRow(
                table,
                Sees(part.Inputs),
                $"{part.Responses.Weights.Count}",
                Numbers.Estimate(m.KendallTau, new Interval(m.KendallTauLower, m.KendallTauUpper, Level)),
                Numbers.Coefficient(m.StrengthR2),
                Numbers.Coefficient(m.PairwiseAccuracy),
                Numbers.Coefficient(m.Auc),
                Numbers.Coefficient(m.Brier),
                Numbers.Coefficient(m.CalibrationError),
                Numbers.Coefficient(m.StrengthError));
        }

        console.Write(table);
        WarnOfFew(console, origin.Contestants.Count);
        console.MarkupLineInterpolated($"[grey]Next:[/] arena surrogate predict {file} TOURNAMENT, or in a tournament file: judges: [[{{ name: surrogate, kind: surrogate, model: {file} }}]]");
    }

    public static void PrintReport(IAnsiConsole console, SurrogateReport report)
    {
        console.MarkupLineInterpolated($"[bold]How well a surrogate judge foretells {report.Judge}, in {report.Tournament}[/]");
        console.MarkupLineInterpolated(
            $"[grey]{Figures.Count(report.Battles, "battle")} of {Figures.Count(report.Responses, "response")} of {Figures.Count(report.Contestants.Count, "contestant")} to {Figures.Count(report.Prompts, "prompt")}{(report.Baseline is null ? "" : $", all against {report.Baseline}")}. {SurrogateText.HeldOut(report)} 95 % bootstrap intervals over contestants.[/]");
        console.WriteLine();
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("scorer");
        table.AddColumn("what it sees");
        foreach (var column in new[] { "τ", "τ less the first's", "R²", "pairs right", "AUC", "Brier", "ECE" })
        {
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        }

        foreach (var row in report.Rows)
        {
            AddRow(
                table,
                (row.IsInSample ? "in sample: " : "") + row.Scorer,
                Sees(row.Inputs),
                Estimate(row.Metrics.KendallTau),
                row.Metrics.TauDifference is { } difference && !row.IsInSample ? Estimate(difference) : "",
                Estimate(row.Metrics.StrengthR2),
                Numbers.Coefficient(row.Metrics.PairwiseAccuracy.Estimate),
                Estimate(row.Metrics.Auc),
                Numbers.Coefficient(row.Metrics.Brier.Estimate),
                Numbers.Coefficient(row.Metrics.CalibrationError.Estimate));
        }

        console.Write(table);
        console.MarkupLine("[grey]In sample nothing was held out: that figure says how well the surrogate remembers, not how well it foretells.[/]");
        WarnOfFew(console, report.Contestants.Count);
    }

    public static void PrintPrediction(IAnsiConsole console, string tournament, SurrogateModel model, SurrogateLeaderboard leaderboard)
    {
        var origin = model.Origin;
        console.MarkupLineInterpolated($"[bold]What {origin.Judge} would say of {tournament}, by a surrogate[/]");
        console.MarkupLineInterpolated(
            $"[grey]It sees {Sees(leaderboard.Part.Inputs)}. Log-strengths {(origin.Baseline is null ? "around their mean" : $"against {origin.Baseline}")}; 95 % intervals by its error on contestants held out of its training ({leaderboard.Part.HeldOut.StrengthError.ToString("0.000", CultureInfo.InvariantCulture)}).[/]");
        console.WriteLine();
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("rank").RightAligned());
        table.AddColumn("contestant");
        table.AddColumn(new TableColumn("log-strength").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("responses").RightAligned());
        table.AddColumn("note");
        foreach (var (i, contestant) in leaderboard.Contestants.Index())
        {
            table.AddRow(
                new Text($"{i + 1}"),
                new Text(contestant.Name),
                new Text(Figures.Estimate(contestant.Strength, contestant.Margin > 0 ? new Interval(contestant.Strength - contestant.Margin, contestant.Strength + contestant.Margin, Level) : null)),
                new Text(Figures.Count(contestant.Responses)),
                new Text(contestant.Note));
        }

        console.Write(table);
        WarnOfFew(console, leaderboard.Part.HeldOut.Contestants);
    }

    private static void AddRow(Table table, params IEnumerable<string> cells) => table.AddRow([.. cells.Select(cell => new Text(cell))]);

    private static string Estimate(BootstrapResult result) => Figures.Estimate(result.Estimate, result.Interval);

    private static void WarnOfFew(IAnsiConsole console, int contestants)
    {
        if (contestants < Few)
        {
            console.MarkupLineInterpolated($"[yellow]![/] There are only {contestants} contestants to learn from, so these figures are rough; intervals over so few are too narrow.");
        }
    }
}
