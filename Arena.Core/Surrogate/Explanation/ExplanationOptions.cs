namespace Arena.Core.Surrogate.Explanation;

/// <summary>How thoroughly a judge is explained. The defaults are what reports use.</summary>
public sealed record ExplanationOptions
{
    /// <summary>How often every feature is permuted; their mean counts.</summary>
    public int Permutations { get; init; } = 3;

    /// <summary>Bootstrap replicates of importances and fits.</summary>
    public int Replicates { get; init; } = 200;

    /// <summary>Bootstrap replicates of curves, each of which is fitted anew.</summary>
    public int CurveReplicates { get; init; } = 100;

    /// <summary>Confidence level of all intervals, in (0, 1).</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Features whose mean |Spearman| is at least this make one group, in (0, 1].</summary>
    public double Redundancy { get; init; } = 0.7;

    /// <summary>
    /// How much worse than the best a model may be that is still as good as it: a share of what the best gains in log-loss over knowing the mean outcome
    /// alone.
    /// </summary>
    public double Epsilon { get; init; } = 0.1;

    /// <summary>How many groups get a curve.</summary>
    public int Curves { get; init; } = 8;

    /// <summary>Of how many groups all pairs are tried for interaction.</summary>
    public int Interacting { get; init; } = 6;

    /// <summary>
    /// Of more responses than this, those to prompts drawn at random are permuted, so many in all. Surrogates learn from all, and fits and curves are of
    /// all.
    /// </summary>
    public int MostPermuted { get; init; } = 10_000;

    /// <summary>Folds of contestants; fewer where there are fewer contestants.</summary>
    public int Folds { get; init; } = 5;
}
