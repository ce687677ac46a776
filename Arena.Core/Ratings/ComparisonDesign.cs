using System.Buffers;

namespace Arena.Core.Ratings;

/// <summary>
/// Battles made ready for fitting: equal comparisons are added up into cells once, and every battle remembers its cell, so
/// that a fit costs the number of cells and a bootstrap replicate one pass over small integers. A soft outcome y counts as y
/// of a win and 1 − y of a loss, which leaves likelihood and scores as they are.
/// </summary>
internal sealed class ComparisonDesign
{
    private readonly double[][] _covariates;

    private ComparisonDesign(
        int contestants,
        int[] cellFirst,
        int[] cellSecond,
        string[] covariateNames,
        double[][] covariates,
        int[] entryKeys,
        double[]? entryWeights,
        int[] clusterStarts,
        bool hasSoftOutcomes,
        double[]? totals = null)
    {
        Contestants = contestants;
        CellFirst = cellFirst;
        CellSecond = cellSecond;
        CovariateNames = covariateNames;
        _covariates = covariates;
        EntryKeys = entryKeys;
        EntryWeights = entryWeights;
        ClusterStarts = clusterStarts;
        HasSoftOutcomes = hasSoftOutcomes;
        if (totals is null)
        {
            totals = new double[cellFirst.Length * OutcomeModel.Categories];
            AddUp(default, totals);
        }

        Totals = totals;
    }

    /// <summary>Number of contestants.</summary>
    public int Contestants { get; }

    /// <summary>Number of cells: comparisons of the same two contestants with the same covariates.</summary>
    public int Cells => CellFirst.Length;

    /// <summary>First contestant of every cell.</summary>
    public int[] CellFirst { get; }

    /// <summary>Second contestant of every cell.</summary>
    public int[] CellSecond { get; }

    /// <summary>Names of the covariates: <c>position</c>, then styles.</summary>
    public string[] CovariateNames { get; }

    /// <summary>Number of clusters. Battles without a cluster are one each; there are none where battles came added up.</summary>
    public int Clusters => ClusterStarts.Length - 1;

    /// <summary>Entries of cluster c are those from <c>ClusterStarts[c]</c> up to <c>ClusterStarts[c + 1]</c>.</summary>
    public int[] ClusterStarts { get; }

    /// <summary>Cell × 3 + outcome category of every entry, entries sorted by cluster.</summary>
    public int[] EntryKeys { get; }

    /// <summary>Weight of every entry; null where all are 1.</summary>
    public double[]? EntryWeights { get; }

    /// <summary>Whether some outcome is neither win, tie nor loss.</summary>
    public bool HasSoftOutcomes { get; }

    /// <summary>Weight by cell × 3 + outcome category over all battles.</summary>
    public double[] Totals { get; }

    /// <summary>Covariate k of every cell.</summary>
    public ReadOnlySpan<double> Covariate(int k) => _covariates[k];

    /// <summary>Adds up the weights by cell and category, cluster c counted <paramref name="times"/>[c] times.</summary>
    /// <param name="times">How often each cluster counts; empty for once each.</param>
    /// <param name="totals">Receives the sums; cleared first.</param>
    public void AddUp(ReadOnlySpan<int> times, Span<double> totals)
    {
        totals.Clear();
        var keys = EntryKeys.AsSpan();
        var weights = EntryWeights.AsSpan();
        for (var c = 0; c < Clusters; c++)
        {
            double factor = times.IsEmpty ? 1 : times[c];
            if (factor == 0)
            {
                continue;
            }

            var (start, end) = (ClusterStarts[c], ClusterStarts[c + 1]);
            if (weights.IsEmpty)
            {
                foreach (var key in keys[start..end])
                {
                    totals[key] += factor;
                }
            }
            else
            {
                for (var e = start; e < end; e++)
                {
                    totals[keys[e]] += factor * weights[e];
                }
            }
        }
    }

    /// <summary>Prepares a table of battles.</summary>
    /// <param name="battles">The battles.</param>
    /// <param name="controls">Position makes cells differ by order; style gives every battle a cell of its own.</param>
    public static ComparisonDesign Build(BattleTable battles, RatingControls controls)
    {
        var withStyle = controls.HasFlag(RatingControls.Style);
        var withPosition = controls.HasFlag(RatingControls.Position);
        var rows = battles.Count;
        var n = battles.Contestants.Count;
        var first = battles.First;
        var second = battles.Second;
        var outcome = battles.Outcome;
        var weight = battles.Weight;

        // Pass 1: the cell of every row, and how many entries a row makes.
        var keys = ArrayPool<int>.Shared.Rent(Math.Max(rows, 1));
        var cells = new CellIndex(n, ordered: withPosition || withStyle, capacity: withStyle ? rows : 0);
        var soft = 0;
        for (var row = 0; row < rows; row++)
        {
            var (i, j, y) = (first[row], second[row], outcome[row]);
            var category = y == 1 ? OutcomeModel.Win : y == 0 ? OutcomeModel.Loss : OutcomeModel.Tie;
            soft += category == OutcomeModel.Tie && y != 0.5 ? 1 : 0;
            var cell = withStyle ? cells.AddNew(i, j) : cells.Find(i, j);
            if (cell < 0)
            {
                (cell, category) = (~cell, OutcomeModel.Loss - category);
            }

            keys[row] = (cell * OutcomeModel.Categories) + category;
        }

        // Pass 2: entries, sorted by cluster by counting.
        var starts = CountByCluster(battles, soft, out var order);
        var entries = rows + soft;
        var entryKeys = new int[entries];
        var entryWeights = weight.IsEmpty && soft == 0 ? null : new double[entries];
        var next = order is null ? 0 : -1;
        var positions = order is null ? null : (int[])starts.Clone();
        for (var row = 0; row < rows; row++)
        {
            var key = keys[row];
            var w = weight.IsEmpty ? 1 : weight[row];
            var e = positions is null ? next : positions[order![row]];
            if (key % OutcomeModel.Categories == OutcomeModel.Tie && outcome[row] != 0.5)
            {
                var flipped = cells.First(key / OutcomeModel.Categories) != first[row];
                var y = flipped ? 1 - outcome[row] : outcome[row];
                (entryKeys[e], entryWeights![e]) = (key - OutcomeModel.Tie + OutcomeModel.Win, w * y);
                (entryKeys[e + 1], entryWeights[e + 1]) = (key - OutcomeModel.Tie + OutcomeModel.Loss, w * (1 - y));
                e += 2;
            }
            else
            {
                entryKeys[e] = key;
                if (entryWeights is not null)
                {
                    entryWeights[e] = w;
                }

                e++;
            }

            if (positions is null)
            {
                next = e;
            }
            else
            {
                positions[order![row]] = e;
            }
        }

        ArrayPool<int>.Shared.Return(keys);
        List<string> names = [];
        List<double[]> covariates = [];
        if (withPosition)
        {
            var ones = new double[cells.Count];
            ones.AsSpan().Fill(1);
            names.Add("position");
            covariates.Add(ones);
        }

        if (withStyle)
        {
            for (var k = 0; k < battles.StyleNames.Count; k++)
            {
                names.Add(battles.StyleNames[k]);
                covariates.Add(ScaleToUnit(battles.Style(k), weight));
            }
        }

        var (cellFirst, cellSecond) = cells.ToArrays();
        return new ComparisonDesign(n, cellFirst, cellSecond, [.. names], [.. covariates], entryKeys, entryWeights, starts, soft > 0);
    }

    /// <summary>Prepares battles that are added up already. There are no entries: nothing can be counted by cluster.</summary>
    /// <param name="contestants">Number of contestants.</param>
    /// <param name="pairs">The pairs that have battles, by contestant, each once.</param>
    public static ComparisonDesign Build(int contestants, IReadOnlyList<(int First, int Second, PairTally Tally)> pairs)
    {
        var totals = new double[pairs.Count * OutcomeModel.Categories];
        var (first, second) = (new int[pairs.Count], new int[pairs.Count]);
        var soft = 0L;
        for (var cell = 0; cell < pairs.Count; cell++)
        {
            (first[cell], second[cell], var tally) = pairs[cell];
            var w = totals.AsSpan(cell * OutcomeModel.Categories, OutcomeModel.Categories);
            (w[OutcomeModel.Win], w[OutcomeModel.Tie], w[OutcomeModel.Loss]) = (tally.Won, tally.Tied, tally.Lost);
            soft += tally.Soft;
        }

        return new ComparisonDesign(contestants, first, second, [], [], [], null, [0], soft > 0, totals);
    }

    /// <summary>
    /// Divides by the root mean square, so that a coefficient says what one typical difference is worth. Nothing is
    /// subtracted: swapping the two responses must turn the sign of the covariate and leave its size.
    /// </summary>
    private static double[] ScaleToUnit(ReadOnlySpan<double> values, ReadOnlySpan<double> weight)
    {
        var (sum, total) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var w = weight.IsEmpty ? 1 : weight[i];
            sum += w * values[i] * values[i];
            total += w;
        }

        var scaled = values.ToArray();
        if (sum > 0)
        {
            System.Numerics.Tensors.TensorPrimitives.Multiply(values, 1 / Math.Sqrt(sum / total), scaled);
        }

        return scaled;
    }

    /// <summary>Where each cluster's entries start; order is the cluster of every row, or null where rows are in order already.</summary>
    private static int[] CountByCluster(BattleTable battles, int soft, out int[]? order)
    {
        var rows = battles.Count;
        var outcome = battles.Outcome;
        if (battles.Clusters is not { } clusters)
        {
            order = null;
            var each = new int[rows + 1];
            for (var row = 0; row < rows; row++)
            {
                each[row + 1] = each[row] + (soft > 0 && outcome[row] is not (0 or 0.5 or 1) ? 2 : 1);
            }

            return each;
        }

        // A row without a cluster is a cluster of its own, after the named ones.
        order = new int[rows];
        var count = clusters.Names.Count;
        var codes = clusters.Codes;
        for (var row = 0; row < rows; row++)
        {
            order[row] = codes[row] >= 0 ? codes[row] : count++;
        }

        var starts = new int[count + 1];
        for (var row = 0; row < rows; row++)
        {
            starts[order[row] + 1] += soft > 0 && outcome[row] is not (0 or 0.5 or 1) ? 2 : 1;
        }

        for (var c = 0; c < count; c++)
        {
            starts[c + 1] += starts[c];
        }

        return starts;
    }

    /// <summary>Numbers the pairs that occur. Unordered pairs are kept in the order of their first appearance.</summary>
    private sealed class CellIndex
    {
        private const int LargestTable = 4_000_000;

        private readonly int _contestants;
        private readonly bool _ordered;
        private readonly int[]? _table;
        private readonly Dictionary<long, int>? _sparse;
        private readonly List<int> _first;
        private readonly List<int> _second;

        public CellIndex(int contestants, bool ordered, int capacity)
        {
            _contestants = contestants;
            _ordered = ordered;
            _first = new List<int>(capacity);
            _second = new List<int>(capacity);
            if ((long)contestants * contestants <= LargestTable)
            {
                _table = new int[contestants * contestants];
            }
            else
            {
                _sparse = [];
            }
        }

        public int Count => _first.Count;

        public int First(int cell) => _first[cell];

        public int AddNew(int i, int j)
        {
            _first.Add(i);
            _second.Add(j);
            return _first.Count - 1;
        }

        /// <summary>The cell of a pair, or its complement where the cell has the two the other way round.</summary>
        public int Find(int i, int j)
        {
            // Codes are kept plus one in the table, so that 0 is a pair not met yet.
            var key = ((long)i * _contestants) + j;
            var code = _table is not null ? _table[key] : _sparse!.GetValueOrDefault(key);
            if (code != 0)
            {
                return code > 0 ? code - 1 : code;
            }

            var cell = AddNew(i, j);
            Set(key, cell + 1);
            if (!_ordered)
            {
                Set(((long)j * _contestants) + i, ~cell);
            }

            return cell;
        }

        public (int[] First, int[] Second) ToArrays() => ([.. _first], [.. _second]);

        private void Set(long key, int code)
        {
            if (_table is not null)
            {
                _table[key] = code;
            }
            else
            {
                _sparse![key] = code;
            }
        }
    }
}
