using Arena.Core.Learning;
using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>
/// Length-controlled win rates after Dubois, Galambosi, Liang and Hashimoto, "Length-Controlled AlpacaEval" (2024, arXiv 2404.04475). For the
/// points y of contestant m against the baseline on prompt x, whose response is d characters longer:
/// logit E[y] = θ + φ·tanh(d/s) + ψ·γ, s the standard deviation of m's d, γ the prompt's ease. The length-controlled win rate is the mean over the
/// battles of the same without the term of length. θ and ψ have weak normal priors, φ and γ standard ones.
/// </summary>
/// <remarks>
/// Ease comes of one joint fit of logit E[y] = θₘ + φₘ·tanh(d/sₘ) + γₓ to all contestants. For the fit of one contestant, each γ is
/// then found again without that contestant's battles, with the θ and φ of the others as they are, so that what happened to it cannot explain itself.
/// </remarks>
internal sealed class LengthControl
{
    /// <summary>Precision of the normal priors on θ and ψ: they keep them finite for a contestant that always or never wins.</summary>
    private const double Weak = 0.01;

    /// <summary>
    /// Precision of the normal priors on φ and γ. Where short responses and losses go together, nothing tells one as the reason of the other, and a
    /// contestant must not be credited with all it might have won: AlpacaEval's <c>gpt4_gamed</c> cuts its responses off for just that.
    /// </summary>
    private const double Standard = 1;

    private static readonly double[] Precisions = [Weak, Standard, Weak];

    private const double GradientTolerance = 1e-6;

    private readonly AgainstBaseline[] _contestants;
    private readonly double[][] _tanh;
    private readonly double[] _ease;

    /// <summary>By prompt, every battle: whose, and its log-odds but for the prompt's ease.</summary>
    private readonly ILookup<int, (int Contestant, double LogOdds, double Points, double Weight)> _battles;

    public LengthControl(IEnumerable<AgainstBaseline> contestants)
    {
        _contestants = [.. contestants];
        _tanh = [.. _contestants.Select(contestant => Tanh(contestant.Battles))];
        var prompts = _contestants.SelectMany(contestant => contestant.Battles).Max(battle => battle.Prompt) + 1;
        var fit = FitAll(prompts);
        _ease = fit[(2 * _contestants.Length)..];
        _battles = _contestants.Index()
            .SelectMany(contestant => contestant.Item.Battles.Select((battle, i) => (
                battle.Prompt,
                Battle: (contestant.Index, fit[2 * contestant.Index] + (fit[(2 * contestant.Index) + 1] * _tanh[contestant.Index][i]), battle.Points, battle.Weight))))
            .ToLookup(battle => battle.Prompt, battle => battle.Battle);
    }

    /// <summary>The length-controlled win rate, with a sandwich interval over prompts that takes ease as given.</summary>
    public IntervalEstimate Estimate(AgainstBaseline contestant, double level)
    {
        var index = Array.IndexOf(_contestants, contestant);
        var battles = contestant.Battles;
        double[][] features = [.. battles.Select((battle, i) => new[] { 1, _tanh[index][i], EaseWithout(index, battle.Prompt) })];
        var fit = LimitedMemoryBfgs.Minimize(
            (point, gradient) =>
            {
                var value = 0.0;
                for (var k = 0; k < 3; k++)
                {
                    gradient[k] = Precisions[k] * point[k];
                    value += Precisions[k] * point[k] * point[k] / 2;
                }

                for (var i = 0; i < features.Length; i++)
                {
                    var z = PlainVector.Dot(point, features[i]);
                    value += battles[i].Weight * Loss(z, battles[i].Points, out var slope);
                    for (var k = 0; k < 3; k++)
                    {
                        gradient[k] += battles[i].Weight * slope * features[i][k];
                    }
                }

                return value;
            },
            [0.0, 0, 0],
            GradientTolerance).Point.ToArray();
        return Average(fit, battles, features, level);
    }

    /// <summary>The mean of the predictions without length, and its interval by the delta method.</summary>
    private static IntervalEstimate Average(double[] fit, List<AgainstBaseline.Battle> battles, double[][] features, double level)
    {
        var hessian = new double[9];
        var slope = new double[3];
        var equal = new double[battles.Count];
        var (sum, weight) = (0.0, 0.0);
        for (var i = 0; i < equal.Length; i++)
        {
            var (w, x) = (battles[i].Weight, features[i]);
            equal[i] = Logistic.Probability(fit[0] + (fit[2] * x[2]));
            sum += w * equal[i];
            weight += w;
            slope[0] += w * equal[i] * (1 - equal[i]);
            slope[2] += w * equal[i] * (1 - equal[i]) * x[2];
            var p = Logistic.Probability(PlainVector.Dot(fit, x));
            for (var k = 0; k < 9; k++)
            {
                hessian[k] += w * p * (1 - p) * x[k / 3] * x[k % 3];
            }
        }

        for (var k = 0; k < 3; k++)
        {
            hessian[k * 4] += Precisions[k];
        }

        var mean = sum / weight;
        var direction = CholeskyFactor.Of(hessian, 3).Solve(slope);
        var influences = new SortedDictionary<int, double>();
        for (var i = 0; i < equal.Length; i++)
        {
            var (w, x) = (battles[i].Weight, features[i]);
            var score = battles[i].Points - Logistic.Probability(PlainVector.Dot(fit, x));
            influences[battles[i].Prompt] = influences.GetValueOrDefault(battles[i].Prompt)
                + (w * (equal[i] - mean + (score * PlainVector.Dot(direction, x))) / weight);
        }

        return new(mean, ClusterMean.Around(mean, influences.Values.Sum(influence => influence * influence), influences.Count, fitted: 3, level));
    }

    /// <summary>The joint fit: θ and φ of every contestant, then γ of every prompt.</summary>
    private double[] FitAll(int prompts)
    {
        var count = _contestants.Length;
        return LimitedMemoryBfgs.Minimize(
            (point, gradient) =>
            {
                var value = 0.0;
                for (var k = 0; k < point.Length; k++)
                {
                    var precision = k < 2 * count && k % 2 == 0 ? Weak : Standard;
                    gradient[k] = precision * point[k];
                    value += precision * point[k] * point[k] / 2;
                }

                for (var m = 0; m < count; m++)
                {
                    foreach (var (i, battle) in _contestants[m].Battles.Index())
                    {
                        var tanh = _tanh[m][i];
                        var z = point[2 * m] + (point[(2 * m) + 1] * tanh) + point[(2 * count) + battle.Prompt];
                        value += battle.Weight * Loss(z, battle.Points, out var slope);
                        gradient[2 * m] += battle.Weight * slope;
                        gradient[(2 * m) + 1] += battle.Weight * slope * tanh;
                        gradient[(2 * count) + battle.Prompt] += battle.Weight * slope;
                    }
                }

                return value;
            },
            new double[(2 * count) + prompts],
            GradientTolerance * count).Point.ToArray();
    }

    /// <summary>A prompt's ease by what the others did there; 0, as the prior has it, where nobody else met the baseline. By Newton's method.</summary>
    private double EaseWithout(int contestant, int prompt)
    {
        var ease = _ease[prompt];
        for (var step = double.MaxValue; Math.Abs(step) > 1e-9; ease -= step)
        {
            var (slope, curvature) = (ease, 1.0);
            foreach (var battle in _battles[prompt])
            {
                if (battle.Contestant != contestant)
                {
                    var p = Logistic.Probability(battle.LogOdds + ease);
                    slope += battle.Weight * (p - battle.Points);
                    curvature += battle.Weight * p * (1 - p);
                }
            }

            // A prior of curvature 1 bounds the step, and a shorter one cannot miss the minimum.
            step = Math.Clamp(slope / curvature, -1, 1);
        }

        return ease;
    }

    /// <summary>tanh(d/s), s with n − 1 below; 0 where all differences are the same, because then length explains nothing.</summary>
    private static double[] Tanh(List<AgainstBaseline.Battle> battles)
    {
        var mean = battles.Average(battle => (double)battle.Longer);
        var scale = Math.Sqrt(battles.Sum(battle => (battle.Longer - mean) * (battle.Longer - mean)) / Math.Max(1, battles.Count - 1));
        return [.. battles.Select(battle => scale > 0 ? Math.Tanh(battle.Longer / scale) : 0)];
    }

    /// <summary>Cross-entropy of points in [0, 1] and a log-odds, and its derivative.</summary>
    private static double Loss(double z, double points, out double slope)
    {
        slope = Logistic.Probability(z) - points;
        return Logistic.LogOnePlusExp(z) - (points * z);
    }
}
