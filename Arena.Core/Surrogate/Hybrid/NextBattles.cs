using Arena.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace Arena.Core.Surrogate.Hybrid;

/// <summary>
/// Which battles to send to the real judge next. A pair of contestants is chosen by what its verdicts would do for the order of the leaderboard; which of its battles,
/// is left to chance, and spread over prompts. So verdicts stay a random sample of every pair's battles, and need no weights.
/// </summary>
public static class NextBattles
{
    /// <summary>
    /// Indices of unjudged battles, the most useful first. The doubt about an order is Φ(−|θᵢ − θⱼ|/s); what a battle of i is worth is how much it lessens the variance of
    /// θᵢ, times the sum over j of that doubt over s². Every choice counts as judged for the next.
    /// </summary>
    /// <param name="battles">The planned battles that the fit was made of.</param>
    /// <param name="fit">The fit.</param>
    /// <param name="count">How many are asked for; fewer come where fewer are left.</param>
    /// <param name="seed">Seed of what is left to chance.</param>
    /// <exception cref="ArgumentException">The battles are not those of the fit.</exception>
    public static IReadOnlyList<int> Choose(IReadOnlyList<HybridBattle> battles, HybridFit fit, int count, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(battles);
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (battles.Count != fit.PlannedBattles)
        {
            throw new ArgumentException("the battles are not those that were fitted", nameof(battles));
        }

        var size = fit.Contestants.Count;
        var numbers = fit.Contestants.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        var covariance = fit.Best.Uncertainty.Covariance([.. Enumerable.Range(0, size)]);
        var judged = fit.Judged.Select(number => (double)number).ToArray();
        var pairs = battles.Index().Where(battle => battle.Item.Judged is null)
            .GroupBy(battle => Pair(battle.Item), battle => battle.Index)
            .ToDictionary(pair => pair.Key, pair => new List<int>(pair));
        var chances = Chances(battles.Count, seed);
        var onPrompt = new Dictionary<string, int>(StringComparer.Ordinal);
        var chosen = new List<int>(count);
        while (chosen.Count < count && pairs.Count > 0)
        {
            double[] worth = [.. Enumerable.Range(0, size).Select(Worth)];

            // The same for all battles of a pair; ties go to the pair that was judged least, then by name.
            var best = pairs.Keys.OrderByDescending(pair => worth[pair.Low] + worth[pair.High])
                .ThenBy(pair => judged[pair.Low] + judged[pair.High]).ThenBy(pair => pair).First();
            var next = pairs[best].MinBy(row => (battles[row].Prompt is { } prompt ? onPrompt.GetValueOrDefault(prompt) : 0, chances[row]));
            pairs[best].Remove(next);
            if (pairs[best].Count == 0)
            {
                pairs.Remove(best);
            }

            if (battles[next].Prompt is { } asked)
            {
                onPrompt[asked] = onPrompt.GetValueOrDefault(asked) + 1;
            }

            chosen.Add(next);
            Judge(best.Low);
            Judge(best.High);
        }

        return chosen;

        (int Low, int High) Pair(HybridBattle battle)
        {
            var (first, second) = (numbers[battle.First], numbers[battle.Second]);
            return (Math.Min(first, second), Math.Max(first, second));
        }

        // A mean's variance, of n battles, falls by 1/(n + 1) of itself with one more.
        double Worth(int i)
        {
            var own = covariance[(i * size) + i];
            var doubt = 0.0;
            for (var j = 0; j < size; j++)
            {
                var variance = own + covariance[(j * size) + j] - (2 * covariance[(i * size) + j]);
                if (j != i && variance > 0)
                {
                    doubt += Normal.CDF(0, 1, -Math.Abs(fit.Best.LogStrengths[i] - fit.Best.LogStrengths[j]) / Math.Sqrt(variance)) / variance;
                }
            }

            return doubt * own / (judged[i] + 1);
        }

        void Judge(int i)
        {
            var shrink = Math.Sqrt((judged[i] + 1) / (judged[i] + 2));
            judged[i]++;
            for (var j = 0; j < size; j++)
            {
                covariance[(i * size) + j] *= shrink;
                covariance[(j * size) + i] *= shrink;
            }
        }
    }

    private static double[] Chances(int count, long seed)
    {
        var random = new DeterministicRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }
}
