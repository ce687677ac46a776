namespace Arena.Bench.Coverage;

/// <summary>How a simulated judge errs.</summary>
internal enum SimulatedJudge
{
    /// <summary>It says what a human says in 70 of 100 decided cases, a tie in 10 and the contrary in 20, and ties in 30 of 100 human ties.</summary>
    ErrsAlike = 0,

    /// <summary>It gives a probability that is a little nearer to what a human says than to the contrary, with noise.</summary>
    Soft = 1,

    /// <summary>It errs alike, but in 25 of 100 comparisons of an even with an odd contestant it takes the odd one without looking.</summary>
    HasFavourites = 2,
}
