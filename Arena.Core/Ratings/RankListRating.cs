using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Arena.Core.Learning;

namespace Arena.Core.Ratings;

/// <summary>
/// One free score for every contestant, so that the scores order each prompt's contestants as the prompt's own battles do:
/// the minimum of Σ_lists weight · loss(scores of the list) + ridge/2 · Σ score². The lists are made once; they can then be
/// fitted under any weights of the prompts. Immutable and safe to use from several threads.
/// </summary>
/// <remarks>
/// <para>
/// A list is made of each cluster (prompt): its contestants by their share of the points won there, equal shares tied. Shares
/// take no account of the opponents met there, so a list is fair where the contestants of a prompt met all or at random.
/// Where a cluster holds two contestants only, and for a battle without a cluster, which is a list of its own, the share y
/// counts as y of a list that puts the first on top and 1 − y of its reverse. On such data the RankList, RankNet and ListMLE
/// losses are all the Bradley–Terry likelihood with ties as half-wins. The list of a cluster weighs 1, whatever its
/// battles weigh: they weigh against each other. The list of a lone battle weighs what the battle weighs.
/// </para>
/// <para>
/// The ridge is a normal prior with variance 1/ridge. Without it a contestant that is always on top would have no finite
/// score, and contestants that no list compares would have any; with it the minimum exists, is unique, and has mean 0. At the
/// default of 0.01, a standard deviation of 10 (1,737 Elo points), it moves scores that several lists determine by some per cent at most.
/// </para>
/// </remarks>
public sealed class RankListRating
{
    private readonly RankedListLoss _loss;
    private readonly double _ridge;
    private readonly int _longest;
    private readonly RankedListStore _lists = new();
    private readonly List<(int Cluster, int List, double Weight)> _entries = [];

    /// <summary>Makes the lists.</summary>
    /// <param name="battles">The battles.</param>
    /// <param name="loss">The loss of a list; <see cref="RankListLoss"/> by default. Its margin is one of shares, in [0, 1].</param>
    /// <param name="ridge">Precision of the prior on a score, in lists; positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ridge is not positive and finite.</exception>
    public RankListRating(BattleTable battles, RankedListLoss? loss = null, double ridge = 0.01)
    {
        ArgumentNullException.ThrowIfNull(battles);
        if (!(ridge > 0 && double.IsFinite(ridge)))
        {
            throw new ArgumentOutOfRangeException(nameof(ridge), ridge, "the ridge is a positive number");
        }

        _loss = loss ?? new RankListLoss();
        _ridge = ridge;
        Contestants = battles.Contestants;
        ClusterCount = battles.Clusters?.Names.Count ?? 0;
        MakeLists(battles);
        _longest = _lists.Longest;
    }

    /// <summary>Names of the contestants, in the order of the scores.</summary>
    public IReadOnlyList<string> Contestants { get; }

    /// <summary>
    /// Number of clusters: those of <see cref="BattleTable.Clusters"/> by their code, then one for every battle that has none,
    /// in the order of the table.
    /// </summary>
    public int ClusterCount { get; private set; }

    /// <summary>Number of different lists, equal ones counted once.</summary>
    public int ListCount => _lists.Count;

    /// <summary>Finds the scores.</summary>
    /// <param name="clusterWeights">How often each cluster counts, 0 or more; empty where all count once.</param>
    /// <param name="start">Scores to start from, such as those of a fit to similar weights; empty for 0.</param>
    /// <param name="gradientTolerance">Converged at this <see cref="RankListFit.GradientNorm"/>; positive.</param>
    /// <exception cref="ArgumentException">A span has the wrong length, or a weight is negative or not finite.</exception>
    public RankListFit Fit(
        ReadOnlySpan<double> clusterWeights = default, ReadOnlySpan<double> start = default, double gradientTolerance = 1e-9)
    {
        var weights = WeightsOfLists(clusterWeights);
        var n = Contestants.Count;
        if (start.IsEmpty)
        {
            start = new double[n];
        }
        else if (start.Length != n)
        {
            throw new ArgumentException($"{start.Length} scores to start from for {n} contestants", nameof(start));
        }

        // What is known of a score grows with the lists that the contestant is in. Measured in units of 1/√lists all scores
        // bend the loss alike, which saves steps where some contestants are met a thousand times as often as others.
        var units = new double[n];
        Array.Fill(units, _ridge);
        for (var k = 0; k < weights.Length; k++)
        {
            foreach (var item in _lists.Items(k))
            {
                units[item] += weights[k];
            }
        }

        TensorPrimitives.ReciprocalSqrt<double>(units, units);
        var objective = new Objective(this, weights, units);
        var scores = new double[n];
        TensorPrimitives.Divide(start, units, scores);
        var minimum = LimitedMemoryBfgs.Minimize(objective.Evaluate, scores, gradientTolerance);
        TensorPrimitives.Multiply(minimum.Point.ToArray(), units, scores);
        TensorPrimitives.Subtract(scores, n == 0 ? 0 : TensorPrimitives.Average<double>(scores), scores);
        return new RankListFit(scores, minimum.IsConverged, minimum.Iterations, minimum.GradientNorm);
    }

    private void MakeLists(BattleTable battles)
    {
        var codes = battles.Clusters is { } clusters ? clusters.Codes : default;
        var rows = new List<(int Cluster, int Row)>(codes.Length);
        for (var i = 0; i < battles.Count; i++)
        {
            if (!codes.IsEmpty && codes[i] >= 0)
            {
                rows.Add((codes[i], i));
            }
            else
            {
                var weight = battles.Weight.IsEmpty ? 1 : battles.Weight[i];
                AddPair(ClusterCount++, battles.First[i], battles.Second[i], battles.Outcome[i], weight);
            }
        }

        rows.Sort();
        var points = new double[battles.Contestants.Count];
        var weights = new double[battles.Contestants.Count];
        var items = new List<int>();
        for (int from = 0, to; from < rows.Count; from = to)
        {
            items.Clear();
            for (to = from; to < rows.Count && rows[to].Cluster == rows[from].Cluster; to++)
            {
                var row = rows[to].Row;
                var weight = battles.Weight.IsEmpty ? 1 : battles.Weight[row];
                Earn(battles.First[row], weight, battles.Outcome[row]);
                Earn(battles.Second[row], weight, 1 - battles.Outcome[row]);
            }

            AddCluster(rows[from].Cluster, items, points, weights);
            foreach (var item in items)
            {
                points[item] = weights[item] = 0;
            }
        }

        void Earn(int contestant, double weight, double outcome)
        {
            if (weights[contestant] == 0)
            {
                items.Add(contestant);
            }

            points[contestant] += weight * outcome;
            weights[contestant] += weight;
        }
    }

    private void AddCluster(int cluster, List<int> items, double[] points, double[] weights)
    {
        if (items.Count == 2)
        {
            AddPair(cluster, items[0], items[1], points[items[0]] / weights[items[0]], 1);
            return;
        }

        // Rounded, so that shares that are equal but for the order of their sums are tied; then by index, so that equal lists
        // look alike.
        var ranked = items.Select(item => (Share: -Math.Round(points[item] / weights[item], 12), Item: item)).ToArray();
        Array.Sort(ranked);
        var labels = Array.ConvertAll(ranked, rank => -rank.Share);
        _entries.Add((cluster, _lists.Add(Array.ConvertAll(ranked, rank => rank.Item), labels, _loss.Margin), 1));
    }

    private void AddPair(int cluster, int first, int second, double share, double weight)
    {
        AddHalf([first, second], share);
        AddHalf([second, first], 1 - share);

        void AddHalf(ReadOnlySpan<int> items, double part)
        {
            if (part > 0)
            {
                _entries.Add((cluster, _lists.Add(items, [1, 0], margin: 0), part * weight));
            }
        }
    }

    private double[] WeightsOfLists(ReadOnlySpan<double> clusterWeights)
    {
        if (!clusterWeights.IsEmpty && clusterWeights.Length != ClusterCount)
        {
            throw new ArgumentException($"{clusterWeights.Length} weights for {ClusterCount} clusters", nameof(clusterWeights));
        }

        foreach (var weight in clusterWeights)
        {
            if (!(weight >= 0 && double.IsFinite(weight)))
            {
                throw new ArgumentException($"cluster weight {weight} is not a number from 0 on", nameof(clusterWeights));
            }
        }

        var weights = new double[_lists.Count];
        foreach (var (cluster, list, weight) in CollectionsMarshal.AsSpan(_entries))
        {
            weights[list] += clusterWeights.IsEmpty ? weight : weight * clusterWeights[cluster];
        }

        return weights;
    }

    /// <summary>The function to minimise, with the buffers of one fit.</summary>
    private sealed class Objective(RankListRating rating, double[] weights, double[] units)
    {
        private readonly double[] _scores = new double[rating.Contestants.Count];
        private readonly double[] _items = new double[rating._longest];
        private readonly double[] _derivatives = new double[rating._longest];
        private readonly double[] _scratch = new double[(2 * rating._longest) + 2];

        public double Evaluate(ReadOnlySpan<double> scoresInUnits, Span<double> gradient)
        {
            if (scoresInUnits.IsEmpty)
            {
                return 0;
            }

            // The minimum has mean 0. Centred on the way there, a shift neither costs nor gains anything, so that the search,
            // which follows gradients, never moves along it; under the ridge alone that would be its one slow direction.
            TensorPrimitives.Multiply(scoresInUnits, units, _scores);
            TensorPrimitives.Subtract(_scores, TensorPrimitives.Average<double>(_scores), _scores);
            TensorPrimitives.Multiply(_scores, rating._ridge, gradient);
            var value = 0.5 * rating._ridge * TensorPrimitives.SumOfSquares<double>(_scores);
            TensorPrimitives.Subtract(_scores, TensorPrimitives.Max<double>(_scores), _scores);
            value += TensorPrimitives.Min<double>(_scores) >= -PlainStrength.MaxRange
                ? Lists<PlainStrength>(gradient)
                : Lists<LogStrength>(gradient);
            TensorPrimitives.Multiply(gradient, units, gradient);
            return value;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private double Lists<T>(Span<double> gradient)
            where T : unmanaged, IStrength<T>
        {
            var all = MemoryMarshal.Cast<double, T>(_scores.AsSpan());
            for (var c = 0; c < all.Length; c++)
            {
                all[c] = T.FromLog(_scores[c]);
            }

            var value = 0.0;
            var scratch = MemoryMarshal.Cast<double, T>(_scratch.AsSpan());
            for (var k = 0; k < weights.Length; k++)
            {
                if (weights[k] == 0)
                {
                    continue;
                }

                var items = rating._lists.Items(k);
                var strengths = MemoryMarshal.Cast<double, T>(_items.AsSpan())[..items.Length];
                for (var i = 0; i < items.Length; i++)
                {
                    strengths[i] = all[items[i]];
                }

                var derivatives = _derivatives.AsSpan(0, items.Length);
                derivatives.Clear();
                value += weights[k] * rating._loss.Evaluate<T>(rating._lists.Groups(k), strengths, derivatives, scratch);
                for (var i = 0; i < items.Length; i++)
                {
                    gradient[items[i]] += weights[k] * derivatives[i];
                }
            }

            return value;
        }
    }
}
