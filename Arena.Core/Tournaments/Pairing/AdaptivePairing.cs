using Arena.Core.Statistics;

namespace Arena.Core.Tournaments.Pairing;

/// <summary>
/// Spends each batch where it most reduces what is uncertain of the goal, keeps an audit stratum, and stops when the goal is settled.
/// <para>
/// Every contestant goes through its comparisons in an order drawn once from the seed; the strategy decides who comes how far. At first
/// everyone gets a few comparisons and all are joined. Then a fixed share of every batch goes to the audit stratum: the beginning of the order
/// of all comparisons, whose length does not depend on any outcome. The rest goes, contestant by contestant, to where it reduces the
/// expected number of wrongly ordered pairs most.
/// </para>
/// <para>
/// Contestants are ranked by the share of points that they would have if the whole pool were judged; where the pool is complete, that is
/// the order of their Bradley–Terry strengths. What a contestant did not answer is not held against it.
/// </para>
/// Not safe for use from several threads at once.
/// </summary>
public sealed class AdaptivePairing : IPairingStrategy
{
    /// <summary>Into so many parts a batch is divided, each to go where it gains most.</summary>
    private const int PartsOfBatch = 8;

    private readonly AdaptivePairingOptions _options;
    private readonly ComparisonOrder _order;
    private readonly JudgedComparisons _judged;
    private readonly ScoreModel _model;
    private readonly OrderEvidence? _evidence;
    private readonly bool[] _isPlanned;
    private readonly int _budget;
    private int _planned;
    private int _auditEnd;
    private int _auditJudged;
    private int[] _batch = [];
    private PairingStop? _stop;

    /// <summary>Prepares the strategy.</summary>
    /// <param name="pool">The comparisons to choose from.</param>
    /// <param name="options">How to choose.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public AdaptivePairing(ComparisonPool pool, AdaptivePairingOptions options)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Budget ?? 0, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BatchSize, nameof(options));
        Preconditions.InUnitInterval(options.AuditShare, nameof(options));
        _options = options;
        _order = new ComparisonOrder(pool, options.Seed);
        _judged = new JudgedComparisons(_order);
        _model = new ScoreModel(_judged);
        _isPlanned = new bool[_order.Comparisons.Length];
        _budget = Math.Min(options.Budget ?? int.MaxValue, _order.Comparisons.Length);
        if (options.Confidence is { } confidence)
        {
            Preconditions.InsideUnitInterval(confidence, nameof(options));
            _evidence = new OrderEvidence(_judged, (1 - confidence) / WrongPairs());
        }
    }

    /// <inheritdoc/>
    public PairingStep Plan(IReadOnlyDictionary<PlannedComparison, double?> judged)
    {
        ArgumentNullException.ThrowIfNull(judged);

        // What was planned before is planned again and taken in batch by batch, so that the answer does not depend on when it is asked for.
        while (_stop is null)
        {
            PlannedComparison[] left = [.. _batch.Select(c => _order.Comparisons[c]).Where(comparison => !judged.ContainsKey(comparison))];
            if (left.Length > 0)
            {
                return new PairingStep([.. left.OrderBy(comparison => comparison.Prompt)]);
            }

            foreach (var c in _batch)
            {
                _judged.Add(c, judged[_order.Comparisons[c]]);
            }

            _auditJudged = _auditEnd;
            _batch = NextBatch();
        }

        return new PairingStep([], _stop);
    }

    /// <summary>The scores of all contestants that are ranked, best first, from what was judged when a plan was last made.</summary>
    public IReadOnlyList<ScoreEstimate> Estimate()
    {
        return [.. Ranking().Select(contestant =>
        {
            double[] points = [.. _order.OfContestant[contestant]
                .TakeWhile(c => c < _auditJudged)
                .Where(c => !_judged.HasFailed(c))
                .Select(c => _order.PointsOf(contestant, c, _judged.Points(c)))];
            var n = points.Length;
            var mean = n == 0 ? double.NaN : points.Average();
            var variance = n < 2 ? double.NaN : points.Sum(point => (point - mean) * (point - mean)) / (n - 1);
            var left = 1 - ((double)n / Math.Max(_judged.Size(contestant), 1));
            return new ScoreEstimate(contestant, _model.Scores[contestant], mean, Math.Sqrt(variance * left / n), _model.Counts[contestant]);
        })];
    }

    private int[] NextBatch()
    {
        var batch = new List<int>();
        if (_planned == 0)
        {
            // Two are the fewest that tell of a variance. Without a baseline a comparison is one of two contestants.
            foreach (var c in _order.Opening(_order.Baseline is null ? 1 : 2))
            {
                TryPlan(c, batch);
            }
        }
        else
        {
            _model.Update();
            _evidence?.Update();
            var ranking = Ranking();
            if (_evidence is not null && IsSettled(ranking))
            {
                _stop = PairingStop.Settled;
                return [];
            }

            var size = Math.Min(_options.BatchSize, _budget - _planned);
            PlanAudit(batch, size);
            PlanWhereItGains(batch, size, ranking);
        }

        if (batch.Count == 0)
        {
            _stop = _planned == _order.Comparisons.Length ? PairingStop.NothingLeft : PairingStop.BudgetSpent;
        }

        return [.. batch];
    }

    private void PlanAudit(List<int> batch, int size)
    {
        // For the place of everyone, a twentieth of the pool is judged in order: before, the distances are noise, and aiming at them costs.
        var share = _options.Goal.Top is null && _planned < _order.Comparisons.Length / 20 ? 1 : _options.AuditShare;
        _auditEnd = Math.Min(_auditEnd + (int)Math.Ceiling(share * size), _order.Comparisons.Length);
        for (var c = 0; c < _auditEnd; c++)
        {
            TryPlan(c, batch);
        }
    }

    private void PlanWhereItGains(List<int> batch, int size, int[] ranking)
    {
        var allocation = new Allocation(_model, Opponents(ranking));
        var step = Math.Max(1, size / PartsOfBatch);
        while (batch.Count < size && allocation.Best(step) is { } contestant)
        {
            var before = batch.Count;
            foreach (var c in Left(contestant, allocation).Take(Math.Min(step, size - before)))
            {
                TryPlan(c, batch);
            }

            // Where all that is left is in this batch, there is nothing more to plan.
            allocation.Spend(contestant, batch.Count > before ? batch.Count - before : _model.Size(contestant));
        }
    }

    /// <summary>What of a contestant is not planned yet, in the order in which it is to be.</summary>
    private int[] Left(int contestant, Allocation allocation)
    {
        int[] left = [.. _order.OfContestant[contestant].Where(c => !_isPlanned[c])];

        // Only a beginning of the order is evidence. Where none is asked for, those come first from which the opponent gains most too.
        return _order.Baseline is not null || _evidence is not null
            ? left
            : [.. left.OrderByDescending(c => allocation.Gain(_order.Comparisons[c].First) + allocation.Gain(_order.Comparisons[c].Second))];
    }

    private void TryPlan(int c, List<int> batch)
    {
        if (!_isPlanned[c] && _planned < _budget)
        {
            _isPlanned[c] = true;
            _planned++;
            batch.Add(c);
        }
    }

    /// <summary>The contestants, best first as far as is known.</summary>
    private int[] Ranking() => [.. _order.Ranked.Where(contestant => _model.Size(contestant) > 0).OrderByDescending(contestant => _model.Scores[contestant])];

    /// <summary>Whether an order between two places of the ranking is part of the goal.</summary>
    private bool Matters(int place, int laterPlace) => _options.Goal.Top is not { } top || (place < top && laterPlace >= top);

    private bool IsSettled(int[] ranking)
    {
        for (var place = 0; place < ranking.Length; place++)
        {
            for (var later = place + 1; later < ranking.Length; later++)
            {
                if (Matters(place, later) && !_evidence!.IsAtLeast(ranking[place], ranking[later]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private int[][] Opponents(int[] ranking)
    {
        var opponents = Enumerable.Range(0, _order.Contestants).Select(_ => new List<int>()).ToArray();
        for (var place = 0; place < ranking.Length; place++)
        {
            for (var later = place + 1; later < ranking.Length; later++)
            {
                var (better, worse) = (ranking[place], ranking[later]);
                if (Matters(place, later) && _evidence?.IsAtLeast(better, worse) != true)
                {
                    opponents[better].Add(worse);
                    opponents[worse].Add(better);
                }
            }
        }

        return Array.ConvertAll(opponents, list => list.ToArray());
    }

    /// <summary>
    /// Of how many pairs at least one must be decided wrongly where the goal is. A ranking that is wrong has two neighbours of the true
    /// ranking in the wrong order; a wrong top has one of the true top below one of the others.
    /// </summary>
    private int WrongPairs()
    {
        var n = _order.Ranked.Length;
        var pairs = _options.Goal.Top is { } top ? Math.Min(top, n) * (n - Math.Min(top, n)) : n - 1;
        return Math.Max(pairs, 1);
    }
}
