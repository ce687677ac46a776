using System.Globalization;
using Arena.Core.Judging;
using Arena.Core.Ratings;
using Arena.Core.Reports;
using Spectre.Console;

namespace Arena.Cli;

/// <summary>A leaderboard as a table for a person: rank ranges, ratings with their intervals as bars, and what is not known.</summary>
internal static class LeaderboardTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="leaderboard">The leaderboard.</param>
    /// <param name="title">What stands above it.</param>
    /// <param name="scores">The pointwise scores that it was made from, whose means have a column; null where there are none.</param>
    public static void Write(IAnsiConsole console, Leaderboard leaderboard, string title, PointwiseScores? scores = null)
    {
        var fit = leaderboard.Fit;
        var layout = Layout.Of(leaderboard, console.Profile.Width, scores);
        var scale = new Scale(leaderboard, layout.BarWidth);
        console.MarkupLineInterpolated($"[bold]{title}[/]");
        console.MarkupLineInterpolated($"[grey]{LeaderboardText.Describe(leaderboard)}[/]");
        console.WriteLine();
        for (var group = 1; group <= leaderboard.Groups; group++)
        {
            if (leaderboard.Groups > 1)
            {
                console.MarkupLineInterpolated($"[bold]Group {group}[/] [grey](its ratings compare with no other group's)[/]");
            }

            console.Write(Table(leaderboard, group, scale, layout));
        }

        foreach (var parameter in fit.Parameters)
        {
            console.MarkupLineInterpolated($"{Explain(parameter, fit.Options.Model)}");
        }

        foreach (var note in leaderboard.Notes)
        {
            console.MarkupLineInterpolated($"[yellow]![/] {note}");
        }
    }

    private static Table Table(Leaderboard leaderboard, int group, Scale scale, Layout layout)
    {
        var table = new Table().Border(TableBorder.Simple);
        var percent = (leaderboard.Fit.Options.Level * 100).ToString("0.#", CultureInfo.InvariantCulture);
        table.AddColumn(new TableColumn("rank").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("range").Centered().NoWrap());
        table.AddColumn(new TableColumn("contestant"));
        table.AddColumn(new TableColumn("rating").RightAligned().NoWrap());
        if (layout.HasEnds)
        {
            table.AddColumn(new TableColumn($"{percent} %").RightAligned().NoWrap());
        }

        table.AddColumn(new TableColumn(new Text(scale.Header)).NoWrap());
        if (layout.Scores is not null)
        {
            table.AddColumn(new TableColumn("mean score").RightAligned().NoWrap());
        }

        if (layout.HasCounts)
        {
            table.AddColumn(new TableColumn("battles").RightAligned().NoWrap());
            table.AddColumn(new TableColumn("won").RightAligned().NoWrap());
            table.AddColumn(new TableColumn("tied").RightAligned().NoWrap());
        }

        foreach (var entry in leaderboard.Entries.Where(entry => entry.Group == group))
        {
            var cells = new List<Text>
            {
                new($"{entry.Rank}"),
                new(LeaderboardText.Range(entry)),
                new(entry.Name),
                new(LeaderboardText.Rating(entry)),
            };
            if (layout.HasEnds)
            {
                cells.Add(new Text(LeaderboardText.Interval(entry.Interval)));
            }

            cells.Add(new Text(scale.Bar(entry)));
            if (layout.Scores is { } scores)
            {
                cells.Add(new Text(scores[entry.Name]));
            }

            if (layout.HasCounts)
            {
                cells.Add(new Text($"{entry.Battles}"));
                cells.Add(new Text(Share(entry.Wins, entry.Battles)));
                cells.Add(new Text(Share(entry.Ties, entry.Battles)));
            }

            table.AddRow(cells);
        }

        return table;
    }

    private static string Explain(RatingParameter parameter, RatingModel model)
    {
        var value = parameter.Interval is { } interval
            ? string.Create(CultureInfo.InvariantCulture, $"{parameter.Value:0.000} [{interval.Lower:0.000}, {interval.Upper:0.000}]")
            : string.Create(CultureInfo.InvariantCulture, $"{parameter.Value:0.000}");
        return parameter.Name switch
        {
            "position" => $"position {value}: what being shown first adds to the log-odds of winning.",
            "tie" when model == RatingModel.Davidson => $"tie ν {value}: at equal strength a battle is tied with probability ν/(2 + ν).",
            "tie" => $"tie η {value}: at equal strength a battle is tied with probability (η − 1)/(η + 1).",
            _ => $"style {parameter.Name} {value}: what a typical difference adds to the log-odds of winning.",
        };
    }

    private static string Share(int part, int whole) => (100.0 * part / whole).ToString("0", CultureInfo.InvariantCulture) + " %";

    /// <summary>What fits beside the names: counts go first, then the interval's ends, then the length of the bars.</summary>
    private sealed record Layout(int BarWidth, bool HasEnds, bool HasCounts, IReadOnlyDictionary<string, string>? Scores)
    {
        private const int LongestBar = 30, ShortBar = 16, ShortestBar = 10, Gap = 3;

        public static Layout Of(Leaderboard leaderboard, int width, PointwiseScores? scores)
        {
            // Rank, range and rating with their gaps, and the gaps of names and bar.
            const int Fixed = 7 + 9 + 9 + (2 * Gap) + 2;
            const int Ends = 13 + Gap, Counts = 8 + 5 + 5 + (3 * Gap);
            var scoreOf = scores is null ? null : leaderboard.Entries.ToDictionary(
                entry => entry.Name,
                entry => scores.MeanOf(entry.Name, leaderboard.Fit.Options.Level) is { } mean ? Numbers.Estimate(mean.Mean, mean.Interval) : "–",
                StringComparer.Ordinal);
            var free = width - Fixed - leaderboard.Entries.Max(entry => entry.Name.Length)
                - (scoreOf is null ? 0 : scoreOf.Values.Max(text => text.Length) + Gap);
            var hasEnds = leaderboard.Fit.Uncertainty is not null && free >= Ends + ShortBar;
            free -= hasEnds ? Ends : 0;
            var hasCounts = free >= Counts + ShortBar;
            free -= hasCounts ? Counts : 0;
            return new Layout(Math.Clamp(free, ShortestBar, LongestBar), hasEnds, hasCounts, scoreOf);
        }
    }

    /// <summary>The ratings that the bars of all groups span.</summary>
    private sealed class Scale
    {
        private readonly int _width;
        private readonly double _low;
        private readonly double _high;

        public Scale(Leaderboard leaderboard, int width)
        {
            _width = width;
            var ends = leaderboard.Entries
                .SelectMany(entry => new[] { entry.Interval?.Lower, entry.Interval?.Upper, entry.LogStrength })
                .OfType<double>()
                .Where(double.IsFinite)
                .Select(RatingScale.FromLogStrength)
                .DefaultIfEmpty(1000)
                .ToArray();
            _low = Math.Floor(ends.Min() / 50) * 50;
            _high = Math.Max(Math.Ceiling(ends.Max() / 50) * 50, _low + 50);
        }

        public string Header
        {
            get
            {
                var (low, high) = (_low.ToString("0", CultureInfo.InvariantCulture), _high.ToString("0", CultureInfo.InvariantCulture));
                return low + new string(' ', Math.Max(1, _width - low.Length - high.Length)) + high;
            }
        }

        public string Bar(LeaderboardEntry entry)
        {
            if (entry.Standing == Standing.Unrated)
            {
                return "";
            }

            var bar = new string('·', _width).ToCharArray();
            var (lower, upper) = (entry.Interval?.Lower ?? entry.LogStrength!.Value, entry.Interval?.Upper ?? entry.LogStrength!.Value);
            var (from, to) = (Position(lower), Position(upper));
            bar.AsSpan(from, to - from + 1).Fill('─');
            bar[from] = double.IsInfinity(lower) ? '◄' : '├';
            bar[to] = double.IsInfinity(upper) ? '►' : '┤';
            if (entry.LogStrength is { } theta)
            {
                bar[Position(theta)] = '●';
            }

            return new string(bar);
        }

        private int Position(double theta) =>
            (int)Math.Clamp(
                Math.Round((RatingScale.FromLogStrength(theta) - _low) / (_high - _low) * (_width - 1)),
                0,
                _width - 1);
    }
}
