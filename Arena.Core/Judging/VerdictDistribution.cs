namespace Arena.Core.Judging;

/// <summary>The distribution over first, second and tie that a pairwise judgment stands for.</summary>
public static class VerdictDistribution
{
    /// <summary>
    /// What "much better" counts beside "better": a win of it is as three battles, in Arena-Hard's own leaderboard (versions 0.1 and 2.0).
    /// </summary>
    public const double MuchBetterWeight = 3;

    private static readonly double[] First = [1, 0, 0], Second = [0, 1, 0], Tie = [0, 0, 1];

    /// <summary>The judge's own where it gave one; of a preference alone, that without a tie; of a verdict alone, certainty.</summary>
    /// <param name="judgment">A pairwise judgment that did not fail.</param>
    public static IReadOnlyList<double> Of(Judgment judgment)
    {
        ArgumentNullException.ThrowIfNull(judgment);
        return judgment switch
        {
            { Probabilities.Count: 3 } => judgment.Probabilities,
            { FirstWinProbability: { } p } => [p, 1 - p, 0],
            _ => Sure(judgment.Verdict),
        };
    }

    /// <summary>Certainty of a verdict.</summary>
    /// <param name="verdict">The verdict; not a failed one.</param>
    public static IReadOnlyList<double> Sure(Verdict verdict) => verdict switch
    {
        Verdict.FirstWins => First,
        Verdict.SecondWins => Second,
        Verdict.Tie => Tie,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "a failed judgment stands for nothing"),
    };

    /// <summary>The verdict with the two responses exchanged.</summary>
    /// <param name="verdict">The verdict.</param>
    public static Verdict Exchange(Verdict verdict) => verdict switch
    {
        Verdict.FirstWins => Verdict.SecondWins,
        Verdict.SecondWins => Verdict.FirstWins,
        _ => verdict,
    };

    /// <summary>The likeliest verdict; a tie where neither response is likelier than the other or a tie is as likely.</summary>
    /// <param name="p">Probabilities of the first, the second and a tie.</param>
    public static Verdict Likeliest(IReadOnlyList<double> p)
    {
        ArgumentNullException.ThrowIfNull(p);
        return p[2] >= Math.Max(p[0], p[1]) || p[0] == p[1] ? Verdict.Tie : p[0] > p[1] ? Verdict.FirstWins : Verdict.SecondWins;
    }
}
