using System.Globalization;
using System.Text.RegularExpressions;
using Arena.Core.Ratings;

namespace Arena.Core.Reports;

/// <summary>What is typed to get the figures of a report again.</summary>
public static partial class ReportCommands
{
    /// <summary>The command that gives the report.</summary>
    /// <param name="report">The report.</param>
    public static string Whole(TournamentReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return $"arena report {Quoted(report.Tournament.Name)}{Options(report.Options)}";
    }

    /// <summary>The command that gives one of its leaderboards.</summary>
    /// <param name="report">The report.</param>
    /// <param name="protocol">The leaderboard.</param>
    public static string Leaderboard(TournamentReport report, ProtocolReport protocol)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(protocol);
        var fit = protocol.Leaderboard.Fit.Options;
        var (model, intervals) = fit.Model == RatingModel.RankList ? ("ranklist", "bootstrap") : ("bt", "sandwich");
        var basis = protocol.Basis switch
        {
            VerdictBasis.Pairwise => "pairwise",
            VerdictBasis.Pointwise => "pointwise",
            _ => "human",
        };
        return $"arena leaderboard {Quoted(report.Tournament.Name)} --protocol {basis} --model {model} --ci {intervals}{Options(report.Options)} --json";
    }

    private static string Options(ReportOptions options) => string.Create(
        CultureInfo.InvariantCulture, $" --replicates {options.Replicates} --level {options.Level} --seed {options.Seed}");

    /// <summary>A name as a shell takes it for one word, whatever it holds.</summary>
    /// <param name="name">The name.</param>
    public static string Quoted(string name) => Plain().IsMatch(name) ? name : $"'{name.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]*\z")]
    private static partial Regex Plain();
}
