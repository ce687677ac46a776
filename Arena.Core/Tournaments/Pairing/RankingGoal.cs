namespace Arena.Core.Tournaments.Pairing;

/// <summary>What is to be found out about the ranking.</summary>
/// <param name="Top">Which contestants are the best so many, in whatever order; null for the place of every contestant.</param>
public sealed record RankingGoal(int? Top)
{
    /// <summary>The place of every contestant.</summary>
    public static RankingGoal WholeRanking { get; } = new((int?)null);

    /// <summary>Which contestants are the best so many.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1.</exception>
    public static RankingGoal BestOf(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new RankingGoal(count);
    }
}
