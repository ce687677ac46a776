using Arena.Core.Statistics;

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

/// <summary>Verdicts of simulated judges.</summary>
internal static class SimulatedVerdicts
{
    /// <summary>What the first of two contestants earns from the judge where it earned <paramref name="human"/> from a human.</summary>
    public static double Verdict(this SimulatedJudge judge, int first, int second, double human, DeterministicRandom random)
    {
        if (judge == SimulatedJudge.Soft)
        {
            return Math.Clamp(0.5 + (0.2 * (human - 0.5)) + (0.1 * random.NextGaussian()), 0, 1);
        }

        if (judge == SimulatedJudge.HasFavourites && first % 2 != second % 2 && random.NextDouble() < 0.25)
        {
            return first % 2;
        }

        var u = random.NextDouble();
        return human == 0.5
            ? u < 0.3 ? 0.5 : u < 0.65 ? 1 : 0
            : u < 0.7 ? human : u < 0.8 ? 0.5 : 1 - human;
    }
}
