using MathNet.Numerics.Distributions;

namespace Arena.Core.Tournaments.Pairing;

/// <summary>
/// Where comparisons reduce the uncertainty of a ranking most. The uncertainty is the expected number of pairs in the wrong order,
/// Σ Φ(−|d|/s) over the pairs that matter. More comparisons of a contestant shrink s and move d; what is then uncertain is averaged over where
/// d may go, so that contestants who seem equal so far are not given up. The gain is taken per comparison, and for the best of three
/// amounts, because some gains come only when much is judged (Frazier &amp; Powell 2010).
/// </summary>
internal sealed class Allocation
{
    /// <summary>Beyond so many standard errors nothing is to be gained.</summary>
    private const double Certain = 5;

    /// <summary>Equally probable values of a standard normal variable.</summary>
    private static readonly double[] Nodes = [.. Enumerable.Range(0, 7).Select(k => Normal.InvCDF(0, 1, (k + 0.5) / 7))];

    private readonly ScoreModel _model;
    private readonly int[][] _opponents;
    private readonly int[] _counts;
    private readonly double[] _gains;

    /// <summary>Starts from estimates.</summary>
    /// <param name="model">The estimates.</param>
    /// <param name="opponents">For every contestant those between whom and it the order matters and is not known.</param>
    public Allocation(ScoreModel model, int[][] opponents)
    {
        _model = model;
        _opponents = opponents;
        _counts = [.. model.Counts];
        _gains = new double[opponents.Length];
    }

    /// <summary>What a comparison of a contestant gained when <see cref="Best"/> was last asked: fewer wrong pairs.</summary>
    public double Gain(int contestant) => _gains[contestant];

    /// <summary>The contestant with the greatest gain, or the one judged least where nothing is to be gained; null where all is judged.</summary>
    /// <param name="step">How many comparisons it would get at least.</param>
    public int? Best(int step)
    {
        int? best = null;
        for (var i = 0; i < _opponents.Length; i++)
        {
            _gains[i] = 0;
            var left = _model.Size(i) - _counts[i];
            if (left <= 0)
            {
                continue;
            }

            if (_opponents[i].Length > 0)
            {
                _gains[i] = Math.Max(GainOf(i, Math.Min(step, left)), Math.Max(GainOf(i, Math.Max(left / 3, 1)), GainOf(i, left)));
            }

            if (best is not { } other || IsBefore(i, other))
            {
                best = i;
            }
        }

        return best;

        // Where the likely order is clear and only its proof is missing, whoever has the least goes first.
        bool IsBefore(int i, int other) => (_gains[i], _opponents[i].Length > 0 ? 1 : 0, -_counts[i])
            .CompareTo((_gains[other], _opponents[other].Length > 0 ? 1 : 0, -_counts[other])) > 0;
    }

    /// <summary>Goes on as if so many more comparisons of a contestant were judged.</summary>
    public void Spend(int contestant, int comparisons) => _counts[contestant] += comparisons;

    /// <summary>By how much so many more comparisons reduce the expected number of wrong pairs, for each of them.</summary>
    private double GainOf(int i, int more)
    {
        var before = _model.ErrorVariance(i, _counts[i]);
        var after = _model.ErrorVariance(i, _counts[i] + more);
        var move = Math.Sqrt(Math.Max(before - after, 0));
        var gain = 0.0;
        foreach (var j in _opponents[i])
        {
            var other = _model.ErrorVariance(j, _counts[j]);
            var difference = Math.Abs(_model.Scores[i] - _model.Scores[j]);
            var error = Math.Sqrt(before + other);
            if (difference >= Certain * error)
            {
                continue;
            }

            var errorAfter = Math.Sqrt(after + other);
            var wrong = 0.0;
            foreach (var node in Nodes)
            {
                wrong += WrongOrder(Math.Abs(difference + (move * node)), errorAfter);
            }

            gain += WrongOrder(difference, error) - (wrong / Nodes.Length);
        }

        return Math.Max(gain, 0) / more;
    }

    /// <summary>
    /// The chance that a difference has the other sign, Φ(−z) with z = difference/error, by ½ e^(−0.717 z − 0.416 z²) (Lin 1989): within
    /// 0.007 of it, which is enough to choose by. Most of the time of a plan goes here.
    /// </summary>
    private static double WrongOrder(double difference, double error)
    {
        if (error == 0)
        {
            return 0;
        }

        var z = difference / error;
        return 0.5 * Math.Exp(-z * (0.717 + (0.416 * z)));
    }
}
