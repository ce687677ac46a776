using System.Globalization;
using Arena.Core.Ratings;
using Arena.Core.Reports;
using Arena.Core.Surrogate.Hybrid;
using Spectre.Console;

namespace Arena.Cli;

/// <summary>A hybrid leaderboard for a person, beside what the judge's verdicts alone give.</summary>
internal static class HybridTable
{
    /// <summary>Contestants by the best estimate that there is.</summary>
    public static IEnumerable<int> Order(HybridFit fit) => Enumerable.Range(0, fit.Contestants.Count)
        .OrderByDescending(i => fit.Best.LogStrengths[i])
        .ThenBy(i => fit.Contestants[i], StringComparer.Ordinal);

    public static void Write(
        IAnsiConsole console, string tournament, string judge, string assistedBy, double level, HybridFit fit, IReadOnlyList<HybridBattle>? next, IReadOnlyList<string> notes)
    {
        var percent = (level * 100).ToString("0.#", CultureInfo.InvariantCulture);
        console.MarkupLineInterpolated($"[bold]Leaderboard of {tournament}, by {judge} assisted by {assistedBy}[/]");
        console.MarkupLineInterpolated(
            $"[grey]It rests on {Figures.Count(fit.JudgedBattles)} of {Figures.Count(fit.PlannedBattles, "pair")} judged by {judge}, on {Figures.Count(fit.JudgedPrompts, "prompt")}; {assistedBy} foretells the rest. {percent} % intervals.[/]");
        console.WriteLine();
        var ranks = fit.RanksOf(fit.Best);
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("rank").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("range").Centered().NoWrap());
        table.AddColumn("contestant");
        table.AddColumn(new TableColumn("judged").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("rating").RightAligned().NoWrap());
        table.AddColumn(new TableColumn($"{judge} alone").RightAligned());
        table.AddColumn(new TableColumn("foretold").RightAligned().NoWrap());
        foreach (var (place, i) in Order(fit).Index())
        {
            table.AddRow(
                new Text($"{place + 1}"),
                new Text(ranks[i].Low == ranks[i].High ? $"{ranks[i].Low}" : $"{ranks[i].Low}–{ranks[i].High}"),
                new Text(fit.Contestants[i]),
                new Text(Figures.Count(fit.Judged[i])),
                new Text(Rating(fit.Best, i)),
                new Text(Rating(fit.Plain, i)),
                new Text(RatingScale.FromLogStrength(fit.Predicted[i]).ToString("0", CultureInfo.InvariantCulture)));
        }

        console.Write(table);
        console.MarkupLineInterpolated($"Intervals are {Points(fit.Best)} points wide in the mean, and {Points(fit.Plain)} by {judge} alone.");
        console.MarkupLineInterpolated(
            $"Kendall τ to the leaderboard by all pairs is expected to be {Numbers.Coefficient(fit.Best.ExpectedTau)}, and {Numbers.Coefficient(fit.Plain.ExpectedTau)} by {judge} alone.");
        console.MarkupLineInterpolated($"λ {Numbers.Coefficient(fit.Lambda)}: so much of each prediction is believed within a contestant (0: nothing).");
        if (fit.Scatter is { } scatter)
        {
            console.MarkupLineInterpolated($"Ratings scatter by {RatingScale.PointsPerUnit * scatter:0} points about what is foretold of each contestant.");
        }

        console.MarkupLineInterpolated($"[grey]The intervals are about what {judge} would say of all these pairs, if chance decided which it judged; other prompts are not in them.[/]");
        foreach (var note in notes)
        {
            console.MarkupLineInterpolated($"[yellow]![/] {note}");
        }

        if (next is not null)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]To be judged by {judge} next[/]");
            foreach (var battle in next)
            {
                console.MarkupLineInterpolated($"{battle.Prompt}: {battle.First}, {battle.Second}");
            }
        }
    }

    private static string Points(HybridEstimate estimate) => (RatingScale.PointsPerUnit * estimate.MeanWidth).ToString("0", CultureInfo.InvariantCulture);

    private static string Rating(HybridEstimate estimate, int i)
    {
        var interval = estimate.Uncertainty.IntervalOf(i);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{RatingScale.FromLogStrength(estimate.LogStrengths[i]):0} [{RatingScale.FromLogStrength(interval.Lower):0}, {RatingScale.FromLogStrength(interval.Upper):0}]");
    }
}
