using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>
/// Learns with what probability each group of features may be permuted. With m the probabilities, ℓ the held-out log-loss under masks drawn by row and
/// H the entropy, it minimises E ℓ(m) − λ Σ m − T Σ H(m). E ℓ is linear in each m, and its slope is the mean loss of rows in which the group was permuted
/// less that of the others: a surrogate of any kind can be asked, not only one with gradients. At the minimum m = σ((λ − slope) / T).
/// </summary>
internal static class MaskLearner
{
    private const int Steps = 40;
    private const double Limit = 8;

    /// <summary>As many rows as a step should see; small tables are masked several times.</summary>
    private const int RowsOfStep = 5_000;
    private const int MostMasks = 5;

    /// <summary>λ: an equal share of what is lost when all groups are permuted.</summary>
    public static double Price(ExplanationTable table, FoldedModel model, IReadOnlyList<int[]> groups, long seed)
    {
        int[] all = [.. groups.SelectMany(columns => columns)];
        var losses = model.LossesOf(model.LogOddsOf([Donors.Lend(table, Donors.Draw(table, seed, 0), all)])[0]);
        return (losses.Average() - model.Loss) / groups.Count;
    }

    /// <summary>Learns the share of rows in which each group is kept.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="model">The surrogate.</param>
    /// <param name="groups">Columns by group.</param>
    /// <param name="price">λ, positive.</param>
    /// <param name="seed">Seed of masks and permutations.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static double[] Learn(ExplanationTable table, FoldedModel model, IReadOnlyList<int[]> groups, double price, long seed, CancellationToken cancellationToken)
    {
        var temperature = price / 2;
        var logits = new double[groups.Count];
        var masks = Math.Clamp(RowsOfStep / table.Rows, 1, MostMasks);
        for (var step = 0; step < Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var slopes = Slopes(table, model, groups, Array.ConvertAll(logits, Logistic.Probability), masks, seed, step);
            var rate = 2.0 / (step + 3);
            for (var g = 0; g < logits.Length; g++)
            {
                logits[g] += rate * (Math.Clamp((price - slopes[g]) / temperature, -Limit, Limit) - logits[g]);
            }
        }

        return Array.ConvertAll(logits, logit => Logistic.Probability(-logit));
    }

    private static double[] Slopes(ExplanationTable table, FoldedModel model, IReadOnlyList<int[]> groups, double[] probabilities, int masks, long seed, int step)
    {
        var isPermuted = new bool[masks][,];
        var variants = new double[masks][][];
        Parallel.For(0, masks, mask =>
        {
            var random = new DeterministicRandom(seed, ((long)step * MostMasks) + mask + 1);
            var donors = Donors.Draw(table, seed, (step * MostMasks) + mask + 1);
            isPermuted[mask] = new bool[table.Rows, groups.Count];
            variants[mask] = new double[table.Rows][];
            for (var row = 0; row < table.Rows; row++)
            {
                var (own, lent) = ((double[])table.Features[row].Clone(), table.Features[donors[row]]);
                for (var g = 0; g < groups.Count; g++)
                {
                    if (isPermuted[mask][row, g] = random.NextDouble() < probabilities[g])
                    {
                        foreach (var column in groups[g])
                        {
                            own[column] = lent[column];
                        }
                    }
                }

                variants[mask][row] = own;
            }
        });

        var (sums, counts) = (new double[groups.Count, 2], new double[groups.Count, 2]);
        foreach (var (mask, logOdds) in model.LogOddsOf(variants).Index())
        {
            var losses = model.LossesOf(logOdds);
            for (var row = 0; row < losses.Length; row++)
            {
                var rise = losses[row] - model.Losses[row];
                for (var g = 0; g < groups.Count; g++)
                {
                    var side = isPermuted[mask][row, g] ? 1 : 0;
                    sums[g, side] += rise;
                    counts[g, side]++;
                }
            }
        }

        return [.. Enumerable.Range(0, groups.Count).Select(g => counts[g, 0] > 0 && counts[g, 1] > 0 ? (sums[g, 1] / counts[g, 1]) - (sums[g, 0] / counts[g, 0]) : 0)];
    }
}
