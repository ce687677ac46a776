using Arena.Core.Statistics;
using Arena.Core.Surrogate.Hybrid;

namespace Arena.Tests.Surrogate.Hybrid;

/// <summary>Made-up tournaments: a real judge whose verdicts on all pairs are known, and a cheap one that errs about contestants and battles.</summary>
internal static class HybridWorld
{
    /// <summary>All planned battles, each with its verdict.</summary>
    public static HybridBattle[] Draw(long seed, int contestants = 12, int prompts = 60, bool isAgainstOne = true, double error = 0.4, double noise = 1)
    {
        var random = new DeterministicRandom(seed);
        double[] strengths = [.. Enumerable.Range(0, contestants).Select(_ => random.NextGaussian())];
        double[] errors = [.. Enumerable.Range(0, contestants).Select(_ => error * random.NextGaussian())];
        var battles = new List<HybridBattle>();
        for (var prompt = 0; prompt < prompts; prompt++)
        {
            double[] tastes = [.. Enumerable.Range(0, contestants).Select(_ => random.NextGaussian())];
            for (var i = 0; i < (isAgainstOne ? 1 : contestants); i++)
            {
                for (var j = i + 1; j < contestants; j++)
                {
                    var margin = strengths[i] - strengths[j] + tastes[i] - tastes[j];
                    var predicted = margin + errors[i] - errors[j] + (noise * random.NextGaussian());
                    battles.Add(new HybridBattle($"c{i:00}", $"c{j:00}", $"p{prompt}", Logistic(predicted), random.NextDouble() < Logistic(margin) ? 1 : 0));
                }
            }
        }

        return [.. battles];
    }

    /// <summary>Keeps the verdicts of a random part.</summary>
    public static HybridBattle[] Sample(IReadOnlyList<HybridBattle> battles, double share, long seed)
    {
        var random = new DeterministicRandom(seed);
        return [.. battles.Select(battle => random.NextDouble() < share ? battle : battle with { Judged = null })];
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
