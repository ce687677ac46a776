using Arena.Core.Statistics;
using Arena.Core.Tournaments.Pairing;

namespace Arena.Bench.Pairing;

/// <summary>One tournament played to its end.</summary>
/// <param name="Points">After every batch: comparisons spent, τ-b of the scores with the full ranking's, and whether the best three are right.</param>
/// <param name="Stop">Why it ended.</param>
/// <param name="IsRankingRight">Whether the whole ranking was right at the end.</param>
internal sealed record PairingRun(IReadOnlyList<(int Spent, double Tau, bool IsTopRight)> Points, PairingStop Stop, bool IsRankingRight)
{
    public int Spent => Points[^1].Spent;

    public bool IsTopRight => Points[^1].IsTopRight;

    public const int Top = 3;

    public static PairingRun Play(RecordedWorld world, IPairingStrategy strategy, bool withCurve, int cap = int.MaxValue)
    {
        Dictionary<PlannedComparison, double?> judged = [];
        var plain = new PlainShares(world);
        List<(int, double, bool)> points = [];
        while (true)
        {
            var step = strategy.Plan(judged);
            if (judged.Count > 0 && (withCurve || step.Stop is not null))
            {
                var scores = strategy is AdaptivePairing adaptive ? Scores(world, adaptive) : plain.Scores();
                points.Add((judged.Count, withCurve ? Tau(world, scores) : double.NaN, HasRightTop(world, scores)));
                if (step.Stop is not null || judged.Count >= cap)
                {
                    return new PairingRun(points, step.Stop ?? PairingStop.BudgetSpent, HasRightOrder(world, scores));
                }
            }

            foreach (var comparison in step.Comparisons)
            {
                judged.Add(comparison, world.Points[comparison]);
                plain.Add(comparison);
            }
        }
    }

    /// <summary>τ-b after so many comparisons, on the line between the batches before and after.</summary>
    public double TauAt(double spent)
    {
        var after = 0;
        while (after < Points.Count - 1 && Points[after].Spent < spent)
        {
            after++;
        }

        var (s1, t1, _) = Points[after];
        if (after == 0 || s1 <= spent)
        {
            return t1;
        }

        var (s0, t0, _) = Points[after - 1];
        return t0 + ((t1 - t0) * (spent - s0) / (s1 - s0));
    }

    /// <summary>Whether the best three were right after the last batch that so many comparisons paid for.</summary>
    public bool IsTopRightAt(int spent) => Points.TakeWhile(point => point.Spent <= spent).Select(point => point.IsTopRight).LastOrDefault();

    private static double[] Scores(RecordedWorld world, AdaptivePairing adaptive)
    {
        var scores = new double[world.Pool.Contestants];
        foreach (var estimate in adaptive.Estimate())
        {
            scores[estimate.Contestant] = estimate.Score;
        }

        return scores;
    }

    private static double Tau(RecordedWorld world, double[] scores) => RankCorrelation.KendallTauB(
        [.. world.Ranked.Select(i => scores[i])], [.. world.Ranked.Select(i => world.Scores[i])]);

    private static bool HasRightTop(RecordedWorld world, double[] scores)
    {
        // Whoever is chosen must be as good as whoever is not; with a tie at the border more than one choice is right.
        int[] order = [.. world.Ranked.OrderByDescending(i => scores[i])];
        return order[..Top].Min(i => world.Scores[i]) >= order[Top..].Max(i => world.Scores[i]) - 1e-9;
    }

    private static bool HasRightOrder(RecordedWorld world, double[] scores)
    {
        int[] order = [.. world.Ranked.OrderByDescending(i => scores[i])];
        return Enumerable.Range(1, order.Length - 1).All(k => world.Scores[order[k - 1]] >= world.Scores[order[k]] - 1e-9);
    }

    /// <summary>Shares of points among what is judged; of a contestant without any, the mean of all.</summary>
    private sealed class PlainShares(RecordedWorld world)
    {
        private readonly double[] _sums = new double[world.Pool.Contestants];
        private readonly int[] _counts = new int[world.Pool.Contestants];

        public void Add(PlannedComparison comparison)
        {
            var points = world.Points[comparison];
            _sums[comparison.First] += points;
            _sums[comparison.Second] += 1 - points;
            _counts[comparison.First]++;
            _counts[comparison.Second]++;
        }

        public double[] Scores()
        {
            var mean = world.Ranked.Sum(i => _sums[i]) / Math.Max(world.Ranked.Sum(i => _counts[i]), 1);
            return [.. _sums.Select((sum, i) => _counts[i] == 0 ? mean : sum / _counts[i])];
        }
    }
}
