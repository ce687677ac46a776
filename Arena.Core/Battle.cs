namespace Arena.Core;

/// <summary>One comparison of two contestants, as ratings see it: a human vote, or both orders of a judged pair merged.</summary>
/// <param name="First">The contestant shown first, or listed first where the order is unknown.</param>
/// <param name="Second">The other contestant.</param>
/// <param name="Outcome">What the first earned, in [0, 1]: 1 a win, 0 a loss, ½ a tie; soft verdicts lie between.</param>
/// <param name="Weight">How much the battle counts; positive and finite.</param>
/// <param name="Cluster">The prompt. Battles of one cluster are not independent evidence.</param>
public readonly record struct Battle(string First, string Second, double Outcome, double Weight = 1, string? Cluster = null)
{
    /// <summary>The group that a leaderboard can be broken down by.</summary>
    public string? Category { get; init; }

    /// <summary>The LLM judge that decided; null for a human.</summary>
    public string? Judge { get; init; }

    /// <summary>The human that decided, where the source tells.</summary>
    public string? Worker { get; init; }
}
