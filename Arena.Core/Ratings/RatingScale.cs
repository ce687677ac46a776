namespace Arena.Core.Ratings;

/// <summary>The scale that a leaderboard shows: 400 points are odds of ten to one, and the mean of a group is 1000.</summary>
public static class RatingScale
{
    /// <summary>Points per unit of log-strength: 400 / ln 10.</summary>
    public const double PointsPerUnit = 400 / 2.302585092994046;

    /// <summary>Log-strengths that are equal to so many digits behind the point differ by rounding only, and are equal.</summary>
    internal const int Digits = 9;

    /// <summary>The rating of a log-strength: 1000 + 400/ln 10 · θ.</summary>
    /// <param name="logStrength">θ, centred on the mean of its group.</param>
    public static double FromLogStrength(double logStrength) => 1000 + (PointsPerUnit * logStrength);

    /// <summary>The log-strength of a rating.</summary>
    /// <param name="rating">A rating.</param>
    public static double ToLogStrength(double rating) => (rating - 1000) / PointsPerUnit;
}
