using System.Globalization;
using System.Text;
using Arena.Core.Ratings;

namespace Arena.Core.Reports;

/// <summary>
/// A report's leaderboards as CSV (RFC 4180): a row for each contestant of each leaderboard, those of categories too. A name that a
/// spreadsheet would take for a formula has an apostrophe in front, as spreadsheets themselves mark a text; JSON has all names as they are.
/// </summary>
public static class CsvReport
{
    private const string Header =
        "tournament,verdicts,category,model,group,rank,rank_low,rank_high,contestant,standing,rating,lower,upper,battles,wins,losses,ties";

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    public static string Write(TournamentReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var csv = new StringBuilder(Header).Append("\r\n");
        foreach (var protocol in report.Protocols)
        {
            Add(csv, report.Tournament.Name, protocol.Basis, "", protocol.Leaderboard);
            foreach (var category in protocol.Categories)
            {
                Add(csv, report.Tournament.Name, protocol.Basis, category.Category, category.Leaderboard);
            }
        }

        return csv.ToString();
    }

    /// <summary>Writes one leaderboard.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="basis">What it rests on.</param>
    /// <param name="category">The category that it is of; empty for all.</param>
    /// <param name="leaderboard">The leaderboard.</param>
    public static string Write(string tournament, VerdictBasis basis, string category, Leaderboard leaderboard)
    {
        ArgumentNullException.ThrowIfNull(leaderboard);
        var csv = new StringBuilder(Header).Append("\r\n");
        Add(csv, tournament, basis, category, leaderboard);
        return csv.ToString();
    }

    private static void Add(StringBuilder csv, string tournament, VerdictBasis basis, string category, Leaderboard leaderboard)
    {
        foreach (var entry in leaderboard.Entries)
        {
            csv.AppendJoin(
                ',',
                Text(tournament),
                Text(basis.ToString().ToLowerInvariant()),
                Text(category),
                Text(leaderboard.Fit.Options.Model.ToString()),
                $"{entry.Group}",
                $"{entry.Rank}",
                $"{entry.RankLow}",
                $"{entry.RankHigh}",
                Text(entry.Name),
                Text(entry.Standing.ToString()),
                Number(entry.LogStrength),
                Number(entry.Interval?.Lower),
                Number(entry.Interval?.Upper),
                $"{entry.Battles}",
                $"{entry.Wins}",
                $"{entry.Losses}",
                $"{entry.Ties}").Append("\r\n");
        }
    }

    private static string Number(double? theta) => theta is { } value && double.IsFinite(value)
        ? RatingScale.FromLogStrength(value).ToString("0.####", CultureInfo.InvariantCulture)
        : "";

    private static string Text(string text)
    {
        var harmless = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return harmless.AsSpan().IndexOfAny(",\"\r\n") < 0 ? harmless : $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
