using Arena.Core.Ratings;

namespace Arena.Cli;

/// <summary>What <c>rate --json</c> and <c>leaderboard --json</c> print.</summary>
internal sealed record LeaderboardDocument
{
    /// <summary>Whose verdicts these are; null where they come from a file.</summary>
    public required string? Protocol { get; init; }

    /// <summary>The judges whose verdicts are pooled; null where they come from a file.</summary>
    public required IReadOnlyList<string>? Judges { get; init; }

    public required string Model { get; init; }

    public required string Intervals { get; init; }

    public required double Level { get; init; }

    public required long Seed { get; init; }

    public required int Battles { get; init; }

    public required int? Prompts { get; init; }

    public required int Contestants { get; init; }

    public required int Groups { get; init; }

    public required bool Converged { get; init; }

    public required int Iterations { get; init; }

    public required double GradientNorm { get; init; }

    public required int? FailedReplicates { get; init; }

    public required IReadOnlyList<LeaderboardLine> Leaderboard { get; init; }

    public required ParameterSet Parameters { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public static LeaderboardDocument From(Leaderboard leaderboard, LeaderboardSource? source = null)
    {
        var fit = leaderboard.Fit;
        var styles = fit.Parameters.Where(parameter => parameter.Name is not ("position" or "tie"));
        return new LeaderboardDocument
        {
            Protocol = source?.Protocol,
            Judges = source?.Judges,
            Model = ModelNames.Of(fit.Options.Model),
            Intervals = ModelNames.Of(fit.Options.Intervals),
            Level = fit.Options.Level,
            Seed = fit.Options.Seed,
            Battles = leaderboard.Battles,
            Prompts = leaderboard.Prompts,
            Contestants = leaderboard.Entries.Count,
            Groups = leaderboard.Groups,
            Converged = fit.Converged,
            Iterations = fit.Iterations,
            GradientNorm = fit.GradientNorm,
            FailedReplicates = fit.Options.Intervals == IntervalMethod.Bootstrap ? fit.FailedReplicates : null,
            Leaderboard =
            [
                .. leaderboard.Entries.Select((entry, i) => LeaderboardLine.From(entry) with
                {
                    Score = ScoreOf(entry, i + 1 < leaderboard.Entries.Count ? leaderboard.Entries[i + 1] : null),
                }),
            ],
            Parameters = new ParameterSet
            {
                Tie = Find("tie"),
                Position = Find("position"),
                Style = styles.Any() ? styles.ToDictionary(style => style.Name, Coefficient.From) : null,
            },
            Notes = leaderboard.Notes,
        };

        Score? ScoreOf(LeaderboardEntry entry, LeaderboardEntry? next) => source?.Scores?.MeanOf(entry.Name, fit.Options.Level) is { } mean
            ? new Score(
                mean.Prompts,
                EstimateDocument.From(mean.Mean, mean.Interval),
                next is not null && source.Scores.MeanDifference(entry.Name, next.Name, fit.Options.Level) is { } lead
                    ? EstimateDocument.From(lead.Mean, lead.Interval)
                    : null)
            : null;

        Coefficient? Find(string name) =>
            fit.Parameters.FirstOrDefault(parameter => parameter.Name == name) is { } found ? Coefficient.From(found) : null;
    }

    /// <summary>A contestant.</summary>
    internal sealed record LeaderboardLine
    {
        public required int Rank { get; init; }

        public required int RankLow { get; init; }

        public required int RankHigh { get; init; }

        public required string Name { get; init; }

        public required int Group { get; init; }

        public required string Standing { get; init; }

        public required double? LogStrength { get; init; }

        public required double? Rating { get; init; }

        public required double? Lower { get; init; }

        public required double? Upper { get; init; }

        public required Difference? LeadOverNext { get; init; }

        public required int Battles { get; init; }

        public required int Wins { get; init; }

        public required int Losses { get; init; }

        public required int Ties { get; init; }

        /// <summary>Null unless pointwise.</summary>
        public Score? Score { get; init; }

        public static LeaderboardLine From(LeaderboardEntry entry) => new()
        {
            Rank = entry.Rank,
            RankLow = entry.RankLow,
            RankHigh = entry.RankHigh,
            Name = entry.Name,
            Group = entry.Group,
            Standing = entry.Standing switch
            {
                Core.Ratings.Standing.NeverLost => "never_lost",
                Core.Ratings.Standing.NeverWon => "never_won",
                Core.Ratings.Standing.Unrated => "unrated",
                _ => "rated",
            },
            LogStrength = entry.LogStrength,
            Rating = entry.Rating,
            Lower = Points(entry.Interval?.Lower),
            Upper = Points(entry.Interval?.Upper),
            LeadOverNext = entry.LeadOverNext is { } lead
                ? new Difference(RatingScale.PointsPerUnit * lead.Lower, RatingScale.PointsPerUnit * lead.Upper)
                : null,
            Battles = entry.Battles,
            Wins = entry.Wins,
            Losses = entry.Losses,
            Ties = entry.Ties,
        };

        private static double? Points(double? theta) =>
            theta is { } value && double.IsFinite(value) ? RatingScale.FromLogStrength(value) : null;
    }

    /// <summary>
    /// The mean of a contestant's scores in the judge's own units, and what it is above that of the next line, paired by prompt and judge.
    /// </summary>
    internal sealed record Score(int Prompts, EstimateDocument Mean, EstimateDocument? LeadOverNext);

    /// <summary>Interval of a difference in rating points.</summary>
    internal sealed record Difference(double Lower, double Upper);

    /// <summary>What the fit estimated beside the ratings.</summary>
    internal sealed record ParameterSet
    {
        public required Coefficient? Tie { get; init; }

        public required Coefficient? Position { get; init; }

        public required IReadOnlyDictionary<string, Coefficient>? Style { get; init; }
    }

    /// <summary>An estimate with its interval, where there is one.</summary>
    internal sealed record Coefficient(double Value, double? Lower, double? Upper)
    {
        public static Coefficient From(RatingParameter parameter) =>
            new(parameter.Value, parameter.Interval?.Lower, parameter.Interval?.Upper);
    }
}
