using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>
/// The bootstrap for rows that share a contestant or a prompt: contestants and prompts are drawn with replacement, each by itself, and a row counts as
/// often as its contestant times as often as its prompt (the pigeonhole bootstrap, Owen 2007). Somewhat too wide where one of the two hardly matters.
/// </summary>
internal sealed class CrossedDraws
{
    private readonly double[][] _contestants;
    private readonly double[][] _prompts;

    /// <summary>Draws.</summary>
    /// <param name="contestants">Number of contestants.</param>
    /// <param name="prompts">Number of prompts.</param>
    /// <param name="replicates">Number of replicates.</param>
    /// <param name="seed">Seed of the draws.</param>
    public CrossedDraws(int contestants, int prompts, int replicates, long seed)
    {
        _contestants = [.. Enumerable.Range(0, replicates + 1).Select(replicate => Draw(contestants, replicate, 0))];
        _prompts = [.. Enumerable.Range(0, replicates + 1).Select(replicate => Draw(prompts, replicate, 1))];

        double[] Draw(int size, int replicate, int side)
        {
            var counts = new int[size];
            if (replicate == 0)
            {
                Array.Fill(counts, 1);
            }
            else
            {
                new DeterministicRandom(seed, (2L * replicate) + side).FillResampleCounts(counts);
            }

            return Array.ConvertAll(counts, count => (double)count);
        }
    }

    /// <summary>Number of replicates.</summary>
    public int Replicates => _contestants.Length - 1;

    /// <summary>A figure of the data as they are and of every replicate.</summary>
    /// <param name="statistic">Is given the weights of contestants and of prompts; called from several threads at once.</param>
    /// <param name="replicates">Only so many of the first replicates; null for all.</param>
    public Replicated Run(Func<double[], double[], double> statistic, int? replicates = null)
    {
        var values = new double[Math.Min(Replicates, replicates ?? Replicates) + 1];
        Parallel.For(0, values.Length, replicate => values[replicate] = statistic(_contestants[replicate], _prompts[replicate]));
        return new(values[0], values[1..]);
    }

    /// <summary>The weighted mean of a value by row.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="values">The values.</param>
    public Replicated Mean(ExplanationTable table, double[] values) => Run((contestants, prompts) =>
    {
        double sum = 0, all = 0;
        for (var row = 0; row < values.Length; row++)
        {
            var weight = contestants[table.ContestantOf[row]] * prompts[table.PromptOf[row]];
            sum += weight * values[row];
            all += weight;
        }

        return sum / all;
    });

    /// <summary>Weights of all rows in a replicate; -1 for the data as they are.</summary>
    public double[] Weights(ExplanationTable table, int replicate) =>
        [.. table.ContestantOf.Zip(table.PromptOf, (contestant, prompt) => _contestants[replicate + 1][contestant] * _prompts[replicate + 1][prompt])];
}
