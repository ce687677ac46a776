namespace Arena.Core.Reports;

/// <summary>Which verdicts a leaderboard rests on.</summary>
public enum VerdictBasis
{
    /// <summary>Judges' verdicts on pairs of responses.</summary>
    Pairwise = 0,

    /// <summary>The order of judges' scores of single responses within each prompt.</summary>
    Pointwise = 1,

    /// <summary>Votes of humans on pairs.</summary>
    Human = 2,
}
