namespace Arena.Core.Tournaments.Pairing;

/// <summary>
/// Estimates the share of points that every contestant would get if the whole pool were judged: what is judged counts as it is, the rest
/// as a linear model predicts. Against a baseline the model is the contestant's level plus the prompt's; otherwise ½ plus the difference of
/// two strengths. Prompts' effects and strengths are shrunk by the ratio of variances, as random effects are.
/// </summary>
internal sealed class ScoreModel
{
    private const int Sweeps = 4;

    /// <summary>So many observations' worth of the common variance go into every contestant's own.</summary>
    private const double VarianceWeight = 30;

    private readonly JudgedComparisons _judged;
    private readonly ComparisonOrder _order;
    private readonly List<int>[] _ofNode;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly double _sign;
    private readonly double[] _effects;
    private double _residualVariance = 0.1;
    private double _effectVariance = 0.02;
    private int _seen;

    public ScoreModel(JudgedComparisons judged)
    {
        _judged = judged;
        _order = judged.Order;
        var comparisons = _order.Comparisons;
        _left = new int[comparisons.Length];
        _right = new int[comparisons.Length];
        _sign = _order.Baseline is null ? -1 : 1;
        for (var c = 0; c < comparisons.Length; c++)
        {
            var comparison = comparisons[c];
            _left[c] = comparison.First == _order.Baseline ? comparison.Second : comparison.First;
            _right[c] = _order.Baseline is null ? comparison.Second : _order.Contestants + comparison.Prompt;
        }

        var nodes = _order.Contestants + (_order.Baseline is null ? 0 : _order.Prompts);
        _effects = new double[nodes];
        _ofNode = [.. Enumerable.Range(0, nodes).Select(_ => new List<int>())];
        Scores = new double[_order.Contestants];
        Variances = new double[_order.Contestants];
        Counts = new int[_order.Contestants];
    }

    /// <summary>The estimated share of points of every contestant over the pool.</summary>
    public double[] Scores { get; }

    /// <summary>The variance of one comparison around what the model says, for every contestant.</summary>
    private double[] Variances { get; }

    /// <summary>How many comparisons of every contestant are judged.</summary>
    public int[] Counts { get; }

    /// <summary>How many comparisons of a contestant there are.</summary>
    public int Size(int contestant) => _judged.Size(contestant);

    /// <summary>
    /// The variance of the error of a contestant's score, had so many of its comparisons been judged: the scatter of the others, and the error of
    /// the level that predicts them. Without shrinkage it is the variance of a mean of a sample from a finite population.
    /// </summary>
    public double ErrorVariance(int contestant, int count)
    {
        double size = _judged.Size(contestant);
        var left = Math.Max(size - count, 0);
        var shrinkage = _order.Baseline is null ? _residualVariance / _effectVariance : 0;

        // Half a comparison in place of none: nothing is known then, but the error is not infinite. Of few comparisons the variance itself is
        // uncertain; widening it keeps contestants in play whose first comparisons went badly.
        var worth = Math.Max(count + shrinkage, 0.5);
        return size == 0 ? 0 : Variances[contestant] * (1 + (2 / worth)) * left / (size * size) * (1 + (left / worth));
    }

    /// <summary>Takes in what was judged since.</summary>
    public void Update()
    {
        if (_seen == _judged.Judged.Count)
        {
            return;
        }

        for (; _seen < _judged.Judged.Count; _seen++)
        {
            var c = _judged.Judged[_seen];
            _ofNode[_left[c]].Add(c);
            _ofNode[_right[c]].Add(c);
        }

        var contestants = _order.Contestants;
        var isShrunk = _order.Baseline is null ? 0 : contestants;
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var ratio = _residualVariance / _effectVariance;
            var (squares, effects) = (0.0, 0);
            for (var node = 0; node < _effects.Length; node++)
            {
                var own = _ofNode[node];
                if (own.Count == 0)
                {
                    continue;
                }

                var sum = 0.0;
                foreach (var c in own)
                {
                    sum += _left[c] == node ? Centred(c) - (_sign * _effects[_right[c]]) : _sign * (Centred(c) - _effects[_left[c]]);
                }

                _effects[node] = sum / (own.Count + (node >= isShrunk ? ratio : 0));
                if (node >= isShrunk)
                {
                    // What an effect is expected to be, squared: its estimate's square and what is uncertain of it.
                    squares += (_effects[node] * _effects[node]) + (_residualVariance / (own.Count + ratio));
                    effects++;
                }
            }

            _residualVariance = Math.Max(_judged.Judged.Sum(c => Residual(c) * Residual(c)) / Math.Max(_judged.Judged.Count, 1), 1e-6);
            _effectVariance = Math.Max(squares / Math.Max(effects, 1), 1e-6);
        }

        foreach (var contestant in _order.Ranked)
        {
            var (total, squares, count) = (0.0, 0.0, 0);
            foreach (var c in _order.OfContestant[contestant])
            {
                if (_judged.HasFailed(c))
                {
                    continue;
                }

                if (_judged.IsKnown(c))
                {
                    total += _order.PointsOf(contestant, c, _judged.Points(c));
                    squares += Residual(c) * Residual(c);
                    count++;
                }
                else
                {
                    var predicted = _effects[_left[c]] + (_sign * _effects[_right[c]]);
                    total += 0.5 + (_left[c] == contestant ? predicted : -predicted);
                }
            }

            Scores[contestant] = total / Math.Max(_judged.Size(contestant), 1);
            Variances[contestant] = (squares + (VarianceWeight * _residualVariance)) / (count + VarianceWeight);
            Counts[contestant] = count;
        }
    }

    /// <summary>Points of the left of a comparison, less ½.</summary>
    private double Centred(int c) => _order.PointsOf(_left[c], c, _judged.Points(c)) - 0.5;

    private double Residual(int c) => Centred(c) - _effects[_left[c]] - (_sign * _effects[_right[c]]);
}
