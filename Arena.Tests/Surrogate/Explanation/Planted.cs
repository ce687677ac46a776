using Arena.Core.Statistics;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Explanation;

namespace Arena.Tests.Surrogate.Explanation;

/// <summary>Rows whose outcomes are made from their features in a known way.</summary>
internal static class Planted
{
    /// <summary>
    /// <c>x.a</c> and its near copy <c>x.copy</c>; <c>y.none</c> and <c>y.nothing</c>, which are noise; <c>z.d</c> and <c>z.e</c>, which may interact; one
    /// constant, one missing throughout, one that is the same within a prompt, and one of which half is missing.
    /// </summary>
    public static readonly string[] Columns = ["x.a", "x.copy", "y.none", "y.nothing", "z.d", "z.e", "c.constant", "c.missing", "c.prompt", "y.half"];

    /// <summary>A table.</summary>
    /// <param name="logOdds">Log-odds of winning, from the features.</param>
    /// <param name="contestants">Number of contestants.</param>
    /// <param name="prompts">Number of prompts.</param>
    /// <param name="seed">Seed of features.</param>
    /// <param name="verdicts">Seed of outcomes.</param>
    public static ExplanationTable Table(Func<double[], double> logOdds, int contestants = 8, int prompts = 60, long seed = 1, long verdicts = 7)
    {
        var (random, drawn) = (new DeterministicRandom(seed), new DeterministicRandom(verdicts));
        var (features, contestantOf, promptOf, outcomes) = (new List<double[]>(), new List<int>(), new List<int>(), new List<double>());
        for (var p = 0; p < prompts; p++)
        {
            var ofPrompt = random.NextGaussian();
            for (var c = 0; c < contestants; c++)
            {
                var a = random.NextGaussian();
                double[] row =
                [
                    a, a + (0.1 * random.NextGaussian()), random.NextGaussian(), random.NextGaussian(), random.NextGaussian(), random.NextGaussian(), 3, double.NaN, ofPrompt,
                    random.NextDouble() < 0.5 ? double.NaN : random.NextGaussian(),
                ];
                features.Add(row);
                contestantOf.Add(c);
                promptOf.Add(p);
                outcomes.Add(drawn.NextDouble() < 1 / (1 + Math.Exp(-logOdds(row))) ? 1 : 0);
            }
        }

        double[][] all = [.. features];
        double[] earned = [.. outcomes];
        int[] own = [.. contestantOf];
        int[] asked = [.. promptOf];
        return new(Columns, all, own, asked, earned, rows => new TrainingRows(
            Columns, [.. rows.Select(row => all[row])], [.. rows.Select(row => own[row])], [.. rows.Select(row => asked[row])], [.. rows.Select(row => earned[row])], new double[contestants])
        {
            Offsets = new double[rows.Length],
        });
    }

    public static readonly ExplanationOptions Quick = new() { Replicates = 60, CurveReplicates = 30, Permutations = 2 };
}
