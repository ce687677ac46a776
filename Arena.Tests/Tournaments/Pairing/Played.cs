using Arena.Core.Statistics;
using Arena.Core.Tournaments.Pairing;

namespace Arena.Tests.Tournaments.Pairing;

/// <summary>A strategy played against made-up verdicts.</summary>
internal sealed record Played(PairingStop Stop, IReadOnlyList<PlannedComparison> Comparisons)
{
    /// <summary>Plays to the end and tells a whole batch at a time, or, given a seed, its comparisons in random pieces.</summary>
    public static Played With(IPairingStrategy strategy, Func<PlannedComparison, double?> points, long? pieces = null)
    {
        var random = pieces is { } seed ? new DeterministicRandom(seed) : null;
        Dictionary<PlannedComparison, double?> judged = [];
        List<PlannedComparison> order = [];
        while (true)
        {
            var step = strategy.Plan(judged);
            if (step.Stop is { } stop)
            {
                Assert.Empty(step.Comparisons);
                return new Played(stop, order);
            }

            Assert.NotEmpty(step.Comparisons);
            var told = random is null ? step.Comparisons.Count : 1 + random.NextInt(step.Comparisons.Count);
            foreach (var comparison in step.Comparisons.Take(told))
            {
                judged.Add(comparison, points(comparison));
                order.Add(comparison);
            }
        }
    }

    /// <summary>Verdicts by chance: a contestant's strength is its number over all, against a baseline or not.</summary>
    public static Func<PlannedComparison, double?> ByStrength(ComparisonPool pool, long seed)
    {
        var random = new DeterministicRandom(seed);
        Dictionary<PlannedComparison, double?> points = [];
        foreach (var comparison in pool.Comparisons)
        {
            var first = pool.Baseline is not null
                ? comparison.First / (double)pool.Contestants
                : 0.5 + ((comparison.First - comparison.Second) / (2.0 * pool.Contestants));
            points.Add(comparison, random.NextDouble() < first ? 1 : 0);
        }

        return comparison => points[comparison];
    }
}
