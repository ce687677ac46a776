using System.Globalization;
using Arena.Core.Ratings;
using Arena.Core.Statistics;

namespace Arena.Core.Reports;

/// <summary>Leaderboards in words, the same on every screen.</summary>
public static class LeaderboardText
{
    /// <summary>What a kind of verdicts is called: "pairwise judgments".</summary>
    /// <param name="basis">The kind.</param>
    public static string NameOf(VerdictBasis basis) => basis switch
    {
        VerdictBasis.Pairwise => "pairwise judgments",
        VerdictBasis.Pointwise => "pointwise scores",
        _ => "human votes",
    };

    /// <summary>What a leaderboard rests on and how it was computed, in two sentences.</summary>
    /// <param name="leaderboard">The leaderboard.</param>
    public static string Describe(Leaderboard leaderboard)
    {
        ArgumentNullException.ThrowIfNull(leaderboard);
        var state = leaderboard.Fit.Converged ? "" : "; THE FIT DID NOT CONVERGE";
        var prompts = leaderboard.Prompts is { } count ? $" on {Figures.Count(count, "prompt")}" : "";
        return $"{Figures.Count(leaderboard.Battles, "battle")}{prompts}, {Figures.Count(leaderboard.Entries.Count, "contestant")}. " +
            $"{Model(leaderboard.Fit.Options.Model)}; {Intervals(leaderboard)}{state}.";
    }

    /// <summary>What a rating model does.</summary>
    /// <param name="model">The model.</param>
    public static string Model(RatingModel model) => model switch
    {
        RatingModel.BradleyTerry => "Bradley–Terry, ties as half-wins",
        RatingModel.Davidson => "Bradley–Terry with Davidson's ties",
        RatingModel.RaoKupper => "Bradley–Terry with Rao and Kupper's ties",
        RatingModel.RankList => "RankList (our reconstruction), from the rankings within prompts",
        _ => "Elo, online: it depends on the order of the battles and is for comparison only",
    };

    /// <summary>Where a leaderboard's intervals come from.</summary>
    /// <param name="leaderboard">The leaderboard.</param>
    public static string Intervals(Leaderboard leaderboard)
    {
        ArgumentNullException.ThrowIfNull(leaderboard);
        if (leaderboard.Fit.Uncertainty is not { } uncertainty)
        {
            return "no intervals";
        }

        var units = Figures.Count(uncertainty.Clusters, leaderboard.Prompts is null ? "battle" : "prompt");
        return leaderboard.Fit.Options.Intervals == IntervalMethod.Sandwich
            ? $"cluster-robust sandwich intervals over {units}"
            : $"cluster bootstrap, {Figures.Count(leaderboard.Fit.Options.Replicates)} replicates over {units}";
    }

    /// <summary>The ranks that the data leave open: "3" or "1–5".</summary>
    /// <param name="entry">The line.</param>
    public static string Range(LeaderboardEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.RankLow == entry.RankHigh ? $"{entry.RankLow}" : $"{entry.RankLow}–{entry.RankHigh}";
    }

    /// <summary>The rating, or the bound that there is in its place: "1172", "≥ 1300".</summary>
    /// <param name="entry">The line.</param>
    public static string Rating(LeaderboardEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Standing switch
        {
            Standing.NeverLost => "≥ " + Points(entry.Interval!.Value.Lower),
            Standing.NeverWon => "≤ " + Points(entry.Interval!.Value.Upper),
            Standing.Unrated => Figures.None,
            _ => Points(entry.LogStrength!.Value),
        };
    }

    /// <summary>The interval of the rating: "1090 … 1254"; empty where there is none with two ends.</summary>
    /// <param name="interval">The interval of the log-strength.</param>
    public static string Interval(Interval? interval) => interval is not { } ends || !double.IsFinite(ends.Width)
        ? ""
        : $"{Points(ends.Lower)} … {Points(ends.Upper)}";

    private static string Points(double theta) => RatingScale.FromLogStrength(theta).ToString("0", CultureInfo.InvariantCulture);
}
