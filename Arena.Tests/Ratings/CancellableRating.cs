using Arena.Core.Ratings;

namespace Arena.Tests.Ratings;

/// <summary>Fits that end with the test run.</summary>
internal static class CancellableRating
{
    public static RatingFit Fit(BattleTable battles, RatingOptions options) =>
        Rating.Fit(battles, options, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>The leaderboard of a fit.</summary>
    public static Leaderboard Rank(BattleTable battles, RatingOptions options) => Leaderboard.Create(battles, Fit(battles, options));
}
