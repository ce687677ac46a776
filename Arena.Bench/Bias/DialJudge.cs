using Arena.Core;
using Arena.Core.Bias;
using Arena.Core.Statistics;

namespace Arena.Bench.Bias;

/// <summary>
/// A simulated judge whose bias is a dial. Under a placebo it flips a pair with the noise of the pair's prompt; under a distractor it does so by the same noise,
/// and besides with the dial's probability. Noise and dials vary from prompt to prompt.
/// </summary>
/// <param name="Name">What the judge is asked.</param>
internal sealed record DialJudge(string Name)
{
    /// <summary>The name of the placebo.</summary>
    public const string Placebo = "placebo";

    public int Prompts { get; init; } = 60;

    /// <summary>Mean number of pairs on a prompt; drawn evenly from 1 to twice as many less 1.</summary>
    public int PairsPerPrompt { get; init; } = 3;

    /// <summary>Mean probability that it flips by itself.</summary>
    public double Noise { get; init; } = 0.05;

    /// <summary>A distractor for each: the mean probability that it flips a pair which noise does not.</summary>
    public IReadOnlyList<double> Dials { get; init; } = [0, 0.05, 0.1, 0.2, 0.4];

    /// <summary>Correlation of two pairs' flips within a prompt, in [0, 1).</summary>
    public double Correlation { get; init; } = 0.15;

    /// <summary>Share of pairs that tie pointwise; pairwise none does, so that the margin is raised to match.</summary>
    public double PointwiseTies { get; init; } = 0.2;

    /// <summary>The true excess of the flips of a distractor.</summary>
    public double Excess(int distractor) => (1 - Noise) * Dials[distractor];

    /// <summary>The name of a distractor.</summary>
    public static string NameOf(int distractor) => $"dial {distractor}";

    /// <summary>Draws what an audit of it would record.</summary>
    public (IReadOnlyList<FlipTrial> Trials, IReadOnlyList<BaselinePair> Baseline) Draw(DeterministicRandom random)
    {
        var (trials, baseline) = (new List<FlipTrial>(), new List<BaselinePair>());
        for (var prompt = 0; prompt < Prompts; prompt++)
        {
            var noise = Around(Noise, random);
            double[] dials = [.. Dials.Select(dial => Around(dial, random))];
            var pairs = 1 + random.NextInt((2 * PairsPerPrompt) - 1);
            for (var pair = 0; pair < pairs; pair++)
            {
                DrawPair($"{prompt}", $"{pair}", noise, dials);
            }
        }

        return (trials, baseline);

        void DrawPair(string prompt, string pair, double noise, double[] dials)
        {
            foreach (var protocol in Enum.GetValues<Protocol>())
            {
                var isTie = protocol == Protocol.Pointwise && random.NextDouble() < PointwiseTies;
                var before = new PairReading(protocol, isTie ? 0 : -1 + (0.9 * random.NextDouble()));
                var flipped = new PairReading(protocol, 1);
                baseline.Add(new("judge", prompt, pair, "other", before));
                trials.Add(new("judge", Placebo, prompt, pair, "other", before, random.NextDouble() < noise ? flipped : before));
                for (var i = 0; i < dials.Length; i++)
                {
                    var isFlip = random.NextDouble() < noise || random.NextDouble() < dials[i];
                    trials.Add(new("judge", NameOf(i), prompt, pair, "other", before, isFlip ? flipped : before) { Placebo = Placebo });
                }
            }
        }
    }

    /// <summary>A probability of a prompt, from the beta distribution with this mean under which flips within prompts correlate as they should.</summary>
    private double Around(double mean, DeterministicRandom random)
    {
        if (mean is 0 or 1 || Correlation == 0)
        {
            return mean;
        }

        var size = (1 - Correlation) / Correlation;
        var (a, b) = (Gamma(mean * size, random), Gamma((1 - mean) * size, random));
        return a + b > 0 ? a / (a + b) : mean;
    }

    /// <summary>A gamma variate (Marsaglia &amp; Tsang 2000), with their step for shapes below 1.</summary>
    private static double Gamma(double shape, DeterministicRandom random)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1, random) * Math.Pow(random.NextDouble(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = random.NextGaussian();
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (x * x / 2) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }
}
