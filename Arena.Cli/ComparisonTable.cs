using Arena.Core.Ratings;
using Arena.Core.Reports;
using Spectre.Console;

namespace Arena.Cli;

/// <summary>Leaderboards side by side for a person: ranks with their ranges, and how far the orders agree.</summary>
internal static class ComparisonTable
{
    public static void Write(
        IAnsiConsole console,
        string tournament,
        IReadOnlyList<LeaderboardSource> sources,
        IReadOnlyList<Leaderboard> leaderboards,
        IReadOnlyList<RankAgreement> agreements)
    {
        console.MarkupLineInterpolated($"[bold]Leaderboards of {tournament} side by side[/]");
        foreach (var (source, leaderboard) in sources.Zip(leaderboards))
        {
            console.MarkupLineInterpolated($"[grey]{source.Protocol}: by {source.Description}. {LeaderboardText.Describe(leaderboard)}[/]");
        }

        console.WriteLine();
        var ranks = new Table().Border(TableBorder.Simple);
        ranks.AddColumn(new TableColumn("contestant"));
        foreach (var source in sources)
        {
            ranks.AddColumn(new TableColumn(source.Protocol).RightAligned().NoWrap());
            ranks.AddColumn(new TableColumn("range").Centered().NoWrap());
        }

        var entries = leaderboards.Select(board => board.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal)).ToArray();
        foreach (var name in leaderboards.SelectMany(board => board.Entries.Select(entry => entry.Name)).Distinct(StringComparer.Ordinal))
        {
            var cells = new List<Text> { new(name) };
            foreach (var (board, entryOf) in leaderboards.Zip(entries))
            {
                var entry = entryOf.GetValueOrDefault(name);
                cells.Add(new Text(entry is null ? "–" : board.Groups > 1 ? $"{entry.Rank} in group {entry.Group}" : $"{entry.Rank}"));
                cells.Add(new Text(entry is null ? "" : LeaderboardText.Range(entry)));
            }

            ranks.AddRow(cells);
        }

        console.Write(ranks);
        var correlations = new Table().Border(TableBorder.Simple);
        correlations.AddColumn("between");
        correlations.AddColumn("and");
        correlations.AddColumn(new TableColumn("contestants").RightAligned());
        correlations.AddColumn(new TableColumn("Kendall τ").RightAligned().NoWrap());
        correlations.AddColumn(new TableColumn("Spearman ρ").RightAligned().NoWrap());
        foreach (var agreement in agreements)
        {
            correlations.AddRow(
                new Text(sources[agreement.First].Protocol),
                new Text(sources[agreement.Second].Protocol),
                new Text(Figures.Count(agreement.Contestants)),
                new Text(Numbers.Estimate(agreement.KendallTau)),
                new Text(Numbers.Estimate(agreement.SpearmanRho)));
        }

        console.Write(correlations);
        console.MarkupLine("[grey]Chance lowers the correlation of two leaderboards, the more so the closer the contestants are: their true orders agree rather more.[/]");
        foreach (var (source, leaderboard) in sources.Zip(leaderboards))
        {
            foreach (var note in leaderboard.Notes)
            {
                console.MarkupLineInterpolated($"[yellow]![/] {source.Protocol}: {note}");
            }
        }

        if (agreements.Any(agreement => agreement.FailedReplicates > 0))
        {
            console.MarkupLineInterpolated(
                $"[yellow]![/] Up to {agreements.Max(agreement => agreement.FailedReplicates)} bootstrap replicates did not converge and are left out of the correlations' intervals.");
        }
    }
}
