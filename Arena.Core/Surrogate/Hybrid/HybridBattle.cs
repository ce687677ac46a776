namespace Arena.Core.Surrogate.Hybrid;

/// <summary>A planned battle, as a hybrid leaderboard sees it: a cheap judge foretold its outcome, and the real judge may have judged it.</summary>
/// <param name="First">A contestant.</param>
/// <param name="Second">Its opponent.</param>
/// <param name="Prompt">The prompt; null where the battle stands for itself.</param>
/// <param name="Predicted">What the cheap judge expects the first to earn, in [0, 1].</param>
/// <param name="Judged">What the first earned from the real judge, in [0, 1]; null where it was not asked.</param>
public readonly record struct HybridBattle(string First, string Second, string? Prompt, double Predicted, double? Judged)
{
    /// <summary>
    /// The probability with which this battle was chosen to be judged, in (0, 1], where chances differed and are known; judged battles then weigh its
    /// inverse. Null where all battles of a pair of contestants had the same chance, whatever it was.
    /// </summary>
    public double? Inclusion { get; init; }
}
