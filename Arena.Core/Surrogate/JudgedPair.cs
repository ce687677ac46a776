namespace Arena.Core.Surrogate;

/// <summary>Two responses to a prompt, and what the first earned against the other.</summary>
/// <param name="Row">The row of the first.</param>
/// <param name="Opponent">The row of the other, or <see cref="Baseline"/>.</param>
/// <param name="Outcome">What the first earned, in [0, 1]; the mean where the pair was judged more than once.</param>
/// <param name="Weight">How much it counts.</param>
public readonly record struct JudgedPair(int Row, int Opponent, double Outcome, double Weight)
{
    /// <summary>Stands for the baseline's response, which is no row.</summary>
    public const int Baseline = -1;

    /// <summary>The same pair, seen from the other response.</summary>
    internal JudgedPair Exchange() => new(Opponent, Row, 1 - Outcome, Weight);

    /// <summary>By how much the first is ahead; the baseline's score is 0.</summary>
    /// <param name="scores">The score of every row.</param>
    internal double Lead(IReadOnlyList<double> scores) => scores[Row] - (Opponent < 0 ? 0 : scores[Opponent]);
}
