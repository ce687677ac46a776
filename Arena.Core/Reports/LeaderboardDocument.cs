using Arena.Core.Ratings;

namespace Arena.Core.Reports;

/// <summary>What <c>rate --json</c> and <c>leaderboard --json</c> print, and what the site gives as JSON.</summary>
public sealed record LeaderboardDocument
{
    /// <summary>Whose verdicts these are; null where they come from a file.</summary>
    public required string? Protocol { get; init; }

    /// <summary>The judges whose verdicts are pooled; null where they come from a file.</summary>
    public required IReadOnlyList<string>? Judges { get; init; }

    /// <summary>Name of the model, one of <see cref="ModelNames.OfModels"/>.</summary>
    public required string Model { get; init; }

    /// <summary>Where intervals come from, one of <see cref="ModelNames.OfIntervals"/>.</summary>
    public required string Intervals { get; init; }

    /// <summary>Confidence level of all intervals.</summary>
    public required double Level { get; init; }

    /// <summary>Seed of everything drawn at random.</summary>
    public required long Seed { get; init; }

    /// <summary>Number of battles.</summary>
    public required int Battles { get; init; }

    /// <summary>Number of prompts; null where the source does not tell.</summary>
    public required int? Prompts { get; init; }

    /// <summary>Number of contestants.</summary>
    public required int Contestants { get; init; }

    /// <summary>Number of groups that do not compare.</summary>
    public required int Groups { get; init; }

    /// <summary>Whether the fit reached its maximum.</summary>
    public required bool Converged { get; init; }

    /// <summary>Iterations taken.</summary>
    public required int Iterations { get; init; }

    /// <summary>The largest gradient at the estimates.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Bootstrap replicates that did not converge; null where there was no bootstrap.</summary>
    public required int? FailedReplicates { get; init; }

    /// <summary>The contestants in their order.</summary>
    public required IReadOnlyList<LeaderboardLine> Leaderboard { get; init; }

    /// <summary>What the fit estimated beside the ratings.</summary>
    public required ParameterSet Parameters { get; init; }

    /// <summary>What a reader must know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The document of a leaderboard.</summary>
    /// <param name="leaderboard">The leaderboard.</param>
    /// <param name="source">What it was made from; null where that was a file.</param>
    public static LeaderboardDocument From(Leaderboard leaderboard, LeaderboardSource? source = null)
    {
        ArgumentNullException.ThrowIfNull(leaderboard);
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
    public sealed record LeaderboardLine
    {
        /// <summary>Place within the group, from 1.</summary>
        public required int Rank { get; init; }

        /// <summary>The best place that the data leave open.</summary>
        public required int RankLow { get; init; }

        /// <summary>The worst place that the data leave open.</summary>
        public required int RankHigh { get; init; }

        /// <summary>The contestant.</summary>
        public required string Name { get; init; }

        /// <summary>Its group, from 1.</summary>
        public required int Group { get; init; }

        /// <summary>rated, never_lost, never_won or unrated.</summary>
        public required string Standing { get; init; }

        /// <summary>θ; null unless rated.</summary>
        public required double? LogStrength { get; init; }

        /// <summary>The rating; null unless rated.</summary>
        public required double? Rating { get; init; }

        /// <summary>Lower end of its interval.</summary>
        public required double? Lower { get; init; }

        /// <summary>Upper end of its interval.</summary>
        public required double? Upper { get; init; }

        /// <summary>Interval of the lead over the next one down; null for the last.</summary>
        public required Difference? LeadOverNext { get; init; }

        /// <summary>Number of battles.</summary>
        public required int Battles { get; init; }

        /// <summary>Battles won.</summary>
        public required int Wins { get; init; }

        /// <summary>Battles lost.</summary>
        public required int Losses { get; init; }

        /// <summary>Battles tied.</summary>
        public required int Ties { get; init; }

        /// <summary>Null unless pointwise.</summary>
        public Score? Score { get; init; }

        /// <summary>The document of a entry.</summary>
        /// <param name="entry">The entry.</param>
        public static LeaderboardLine From(LeaderboardEntry entry) => new()
        {
            Rank = entry.Rank,
            RankLow = entry.RankLow,
            RankHigh = entry.RankHigh,
            Name = entry.Name,
            Group = entry.Group,
            Standing = entry.Standing switch
            {
                Ratings.Standing.NeverLost => "never_lost",
                Ratings.Standing.NeverWon => "never_won",
                Ratings.Standing.Unrated => "unrated",
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
    /// <param name="Prompts">Prompts with a score.</param>
    /// <param name="Mean">The mean.</param>
    /// <param name="LeadOverNext">What it is above that of the next line; null for the last.</param>
    public sealed record Score(int Prompts, EstimateDocument Mean, EstimateDocument? LeadOverNext);

    /// <summary>Interval of a difference in rating points.</summary>
    /// <param name="Lower">Lower end.</param>
    /// <param name="Upper">Upper end.</param>
    public sealed record Difference(double Lower, double Upper);

    /// <summary>What the fit estimated beside the ratings.</summary>
    public sealed record ParameterSet
    {
        /// <summary>Of the tie parameter.</summary>
        public required Coefficient? Tie { get; init; }

        /// <summary>Of being shown first.</summary>
        public required Coefficient? Position { get; init; }

        /// <summary>Of styles, by name.</summary>
        public required IReadOnlyDictionary<string, Coefficient>? Style { get; init; }
    }

    /// <summary>An estimate with its interval, where there is one.</summary>
    /// <param name="Value">The estimate.</param>
    /// <param name="Lower">Lower end of its interval.</param>
    /// <param name="Upper">Upper end of its interval.</param>
    public sealed record Coefficient(double Value, double? Lower, double? Upper)
    {
        /// <summary>The document of a parameter.</summary>
        /// <param name="parameter">The parameter.</param>
        public static Coefficient From(RatingParameter parameter) =>
            new(parameter.Value, parameter.Interval?.Lower, parameter.Interval?.Upper);
    }
}
