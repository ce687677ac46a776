using System.Text;
using Arena.Core.Ratings;

namespace Arena.Core.Reports;

/// <summary>A report as GitHub-flavoured Markdown: its sentences and tables without the charts. Names are text in it, whatever they hold.</summary>
public static class MarkdownReport
{
    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    public static string Write(TournamentReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new Page();
        page.Line($"# {Text(report.Tournament.Name)}").Line();
        foreach (var finding in report.Findings)
        {
            page.Line($"- {Text(finding)}");
        }

        foreach (var protocol in report.Protocols)
        {
            var name = LeaderboardText.NameOf(protocol.Basis);
            page.Line().Line($"## Leaderboard by {name}").Line().Line(Text(LeaderboardText.Describe(protocol.Leaderboard))).Line();
            Leaderboard(page, protocol.Leaderboard);
            if (protocol.Categories.Count > 0)
            {
                page.Line().Line($"### By category, by {name}").Line();
                page.Head("category", ">battles", "first", ">ranks open to it");
                foreach (var (category, leaderboard) in protocol.Categories)
                {
                    var first = leaderboard.Entries[0];
                    page.Row(category, Figures.Count(leaderboard.Battles), first.Name, LeaderboardText.Range(first));
                }
            }
        }

        Agreement(page, report);
        Judges(page, report);
        page.Line().Line("## How it was computed").Line();
        foreach (var protocol in report.Protocols)
        {
            page.Line($"- Leaderboard by {LeaderboardText.NameOf(protocol.Basis)}: {Code(ReportCommands.Leaderboard(report, protocol))}");
        }

        page.Line($"- This report: {Code(ReportCommands.Whole(report))}");
        page.Line().Line($"Made by Arena {Text(TournamentReport.Version)} on {report.GeneratedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
        return page.ToString();
    }

    private static void Leaderboard(Page page, Leaderboard leaderboard)
    {
        page.Head(
            ">group", ">rank", ">open ranks", "contestant", ">rating", $">{Figures.Level(leaderboard.Fit.Options.Level)} interval", ">battles", ">won", ">tied");
        foreach (var entry in leaderboard.Entries)
        {
            page.Row(
                $"{entry.Group}",
                $"{entry.Rank}",
                LeaderboardText.Range(entry),
                entry.Name,
                LeaderboardText.Rating(entry),
                LeaderboardText.Interval(entry.Interval),
                Figures.Count(entry.Battles),
                Figures.Percent((double)entry.Wins / entry.Battles),
                Figures.Percent((double)entry.Ties / entry.Battles));
        }

        if (leaderboard.Notes.Count > 0)
        {
            page.Line();
            foreach (var note in leaderboard.Notes)
            {
                page.Line($"> {Text(note)}");
            }
        }
    }

    private static void Agreement(Page page, TournamentReport report)
    {
        var pairs = report.Agreement.Sources.Where(pair => pair.WithTies.Of > 0).ToArray();
        if (pairs.Length > 0)
        {
            page.Line().Line("## Agreement").Line();
            page.Head("between", "and", ">pairs of votes", ">agree, ties count", ">agree, both decided", ">κ", ">α");
            foreach (var pair in pairs)
            {
                page.Row(
                    pair.First.ToString(),
                    pair.Second.ToString(),
                    Figures.Count(pair.WithTies.Of),
                    Figures.Share(pair.WithTies),
                    Figures.Share(pair.WithoutTies),
                    Figures.Coefficient(pair.Kappa),
                    Figures.Coefficient(pair.Alpha));
            }
        }

        if (report.Agreement.Positions.Count > 0)
        {
            page.Line();
            page.Head("judge, asked in both orders", ">same verdict after swapping", ">picks the first shown");
            foreach (var position in report.Agreement.Positions)
            {
                page.Row(position.Judge, Figures.Share(position.Consistency), Figures.Share(position.FirstPicks));
            }
        }
    }

    private static void Judges(Page page, TournamentReport report)
    {
        if (report.Judges.Count > 0)
        {
            page.Line().Line("## Judges").Line();
            page.Head("judge", "protocol", ">judgments", ">failed", ">recorded battles");
            foreach (var judge in report.Judges)
            {
                page.Row(
                    judge.Judge, $"{judge.Protocol}", Figures.Count(judge.Judgments), Figures.Count(judge.Failed), Figures.Count(judge.RecordedBattles));
            }
        }

        if (report.Failures.Count > 0)
        {
            page.Line();
            page.Head("judge", "protocol", "failed because", ">judgments");
            foreach (var failure in report.Failures)
            {
                page.Row(failure.Judge, $"{failure.Protocol}", failure.Reason, Figures.Count(failure.Count));
            }
        }
    }

    /// <summary>Text in which nothing is markup: neither Markdown's nor HTML's.</summary>
    private static string Text(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            escaped.Append(letter switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                _ when char.IsControl(letter) => " ",
                _ when "\\`*_{}[]()#!|~:@".Contains(letter, StringComparison.Ordinal) => "\\" + letter,
                _ => letter.ToString(),
            });
        }

        return escaped.ToString();
    }

    /// <summary>A code span, with more backticks around it than any run within.</summary>
    private static string Code(string text)
    {
        var clean = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
        var (longest, run) = (0, 0);
        foreach (var letter in clean)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var fence = new string('`', longest + 1);
        return longest == 0 ? fence + clean + fence : $"{fence} {clean} {fence}";
    }

    /// <summary>Lines and tables. A column whose heading begins with &gt; stands to the right.</summary>
    private sealed class Page
    {
        private readonly StringBuilder _text = new();

        public Page Line(string line = "")
        {
            _text.Append(line).Append('\n');
            return this;
        }

        public void Head(params ReadOnlySpan<string> names)
        {
            var (titles, rules) = (new StringBuilder("|"), new StringBuilder("|"));
            foreach (var name in names)
            {
                titles.Append(' ').Append(Text(name.TrimStart('>'))).Append(" |");
                rules.Append(name.StartsWith('>') ? "---:|" : "---|");
            }

            Line(titles.ToString()).Line(rules.ToString());
        }

        public void Row(params ReadOnlySpan<string> cells)
        {
            var row = new StringBuilder("|");
            foreach (var cell in cells)
            {
                row.Append(' ').Append(Text(cell)).Append(" |");
            }

            Line(row.ToString());
        }

        public override string ToString() => _text.ToString();
    }
}
