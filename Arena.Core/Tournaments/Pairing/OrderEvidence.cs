using Arena.Core.Statistics;

namespace Arena.Core.Tournaments.Pairing;

/// <summary>
/// Decides which of two contestants would have the greater share of points if the whole pool were judged. The evidence on a pair is the
/// beginning of the order that is judged for both: the order was random, and the bet's bound holds over all beginnings at once, so it
/// does not matter how a strategy came there.
/// </summary>
internal sealed class OrderEvidence
{
    private readonly JudgedComparisons _judged;
    private readonly double _threshold;
    private readonly PairState?[,] _pairs;
    private readonly bool[,] _isAtLeast;
    private int _failures;

    /// <summary>Starts without evidence.</summary>
    /// <param name="judged">What is judged.</param>
    /// <param name="error">The chance, at most, that the better of two given contestants is ever taken for the worse.</param>
    public OrderEvidence(JudgedComparisons judged, double error)
    {
        _judged = judged;
        _threshold = 1 / error;
        var n = judged.Order.Contestants;
        _pairs = new PairState?[n, n];
        _isAtLeast = new bool[n, n];
    }

    /// <summary>Whether it is decided that one contestant is at least as good as another.</summary>
    public bool IsAtLeast(int contestant, int other) => _isAtLeast[contestant, other];

    /// <summary>Takes in what was judged since.</summary>
    public void Update()
    {
        // A failed comparison is no part of the pool. That changes the share that is bet on, so all bets are made anew.
        if (_failures != _judged.Failures)
        {
            _failures = _judged.Failures;
            Array.Clear(_pairs);
            Array.Clear(_isAtLeast);
        }

        var ranked = _judged.Order.Ranked;
        for (var a = 0; a < ranked.Length; a++)
        {
            for (var b = a + 1; b < ranked.Length; b++)
            {
                var (i, j) = (ranked[a], ranked[b]);
                if (!_isAtLeast[i, j] && !_isAtLeast[j, i])
                {
                    Advance(i, j, _pairs[i, j] ??= new PairState(SlotsOf(i, j)));
                }
            }
        }
    }

    private void Advance(int i, int j, PairState pair)
    {
        var order = _judged.Order;
        var (ofI, ofJ) = (order.OfContestant[i], order.OfContestant[j]);
        var (frontI, frontJ) = (_judged.Front(i), _judged.Front(j));
        var (sizeI, sizeJ) = ((double)_judged.Size(i), (double)_judged.Size(j));

        // Every step is one slot that either takes part in. Points are counted from ½: that leaves the difference of the shares as it is, and
        // slots in which only one of them takes part then say little by being many. The scale puts values into [−1, 1].
        var scale = 2 / ((1 / sizeI) + (1 / sizeJ));
        while (true)
        {
            var slotI = pair.NextI < ofI.Length ? order.Slots[ofI[pair.NextI]] : int.MaxValue;
            var slotJ = pair.NextJ < ofJ.Length ? order.Slots[ofJ[pair.NextJ]] : int.MaxValue;
            var slot = Math.Min(slotI, slotJ);
            if (slot == int.MaxValue)
            {
                // All is known. Contestants that are equal are each at least as good as the other.
                const double Rounding = 1e-9;
                _isAtLeast[i, j] = pair.Bet.Sum > -Rounding;
                _isAtLeast[j, i] = pair.Bet.Sum < Rounding;
                return;
            }

            if ((slotI == slot && pair.NextI >= frontI) || (slotJ == slot && pair.NextJ >= frontJ))
            {
                return;
            }

            double? worth = null;
            if (slotI == slot && ofI[pair.NextI++] is var c && !_judged.HasFailed(c))
            {
                worth = (order.PointsOf(i, c, _judged.Points(c)) - 0.5) / sizeI;
            }

            if (slotJ == slot && ofJ[pair.NextJ++] is var d && !_judged.HasFailed(d))
            {
                worth = (worth ?? 0) - ((order.PointsOf(j, d, _judged.Points(d)) - 0.5) / sizeJ);
            }

            if (worth is not { } value)
            {
                continue;
            }

            pair.Bet.Add(Math.Clamp(value * scale, -1, 1));
            _isAtLeast[i, j] = pair.Bet.Positive >= _threshold;
            _isAtLeast[j, i] = pair.Bet.Negative >= _threshold;
            if (_isAtLeast[i, j] || _isAtLeast[j, i])
            {
                return;
            }
        }
    }

    /// <summary>How many slots either of two contestants takes part in, without those that have failed.</summary>
    private int SlotsOf(int i, int j)
    {
        var slots = _judged.Order.Slots;
        HashSet<int> either = [];
        foreach (var contestant in new[] { i, j })
        {
            either.UnionWith(_judged.Order.OfContestant[contestant].Where(c => !_judged.HasFailed(c)).Select(c => slots[c]));
        }

        return either.Count;
    }

    /// <summary>How far the bet on a pair has come.</summary>
    private sealed class PairState(int slots)
    {
        public TotalSignBet Bet { get; } = new(slots);

        /// <summary>The first comparison of the one that was not taken in, by its place among those of the contestant.</summary>
        public int NextI { get; set; }

        /// <summary>The same of the other.</summary>
        public int NextJ { get; set; }
    }
}
