using MathNet.Numerics.Distributions;

namespace Arena.Core.Tournaments.Pairing;

/// <summary>
/// Where comparisons reduce the uncertainty of a ranking most. The uncertainty is the expected number of pairs in the wrong order,
/// Σ Φ(−|d|/s) over the pairs that matter. Comparisons of one contestant shrink s and will move d; what is left is expected over where d
/// may go, so that a pair whose scores are equal so far is not given up. The gain is taken per comparison and for the best of some
/// amounts, because some gains come only when much is judged (Frazier &amp; Powell 2010).
/// </summary>
internal sealed class Allocation
{
    /// <summary>Beyond so many standard errors nothing is to be gained.</summary>
    private const double Certain = 5;

    /// <summary>Equally probable values of a standard normal variable.</summary>
    private static readonly double[] Nodes = [.. Enumerable.Range(0, 9).Select(k => Normal.InvCDF(0, 1, (k + 0.5) / 9))];

    private readonly double[] _scores;
    private readonly double[] _variances;
    private readonly int[] _counts;
    private readonly Func<int, int> _size;
    private readonly int[][] _opponents;

    /// <summary>Starts from estimates.</summary>
    /// <param name="scores">The estimated share of points of every contestant.</param>
    /// <param name="variances">The variance of one comparison, for every contestant.</param>
    /// <param name="counts">How many comparisons of every contestant are judged; changed by <see cref="Spend"/>.</param>
    /// <param name="size">How many comparisons of a contestant there are.</param>
    /// <param name="opponents">Those with whom a contestant's order matters and is not known.</param>
    public Allocation(double[] scores, double[] variances, int[] counts, Func<int, int> size, int[][] opponents)
    {
        _scores = scores;
        _variances = variances;
        _counts = counts;
        _size = size;
        _opponents = opponents;
    }

    /// <summary>The contestant with the greatest gain; null where all that matters is judged.</summary>
    /// <param name="step">How many comparisons it would get at least.</param>
    public int? Best(int step)
    {
        int? best = null;
        var greatest = 0.0;
        for (var i = 0; i < _opponents.Length; i++)
        {
            var left = _size(i) - _counts[i];
            if (left <= 0 || _opponents[i].Length == 0)
            {
                continue;
            }

            // Where all is nearly certain, the least judged comes next, so that a proof may follow.
            var gain = Math.Max(Gain(i, Math.Min(step, left)), Math.Max(Gain(i, Math.Max(left / 3, 1)), Gain(i, left)));
            if (best is null || gain > greatest || (gain == greatest && _counts[i] < _counts[best.Value]))
            {
                (best, greatest) = (i, gain);
            }
        }

        return best;
    }

    /// <summary>Goes on as if so many more comparisons of a contestant were judged.</summary>
    public void Spend(int contestant, int comparisons) => _counts[contestant] += comparisons;

    /// <summary>By how much so many more comparisons reduce the expected number of wrong pairs, for each of them.</summary>
    private double Gain(int i, int more)
    {
        var before = ErrorVariance(i, _counts[i]);
        var after = ErrorVariance(i, _counts[i] + more);
        var move = Math.Sqrt(Math.Max(before - after, 0));
        var gain = 0.0;
        foreach (var j in _opponents[i])
        {
            var other = ErrorVariance(j, _counts[j]);
            var difference = Math.Abs(_scores[i] - _scores[j]);
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

    private double ErrorVariance(int i, int count) => _variances[i] * Math.Max((1.0 / count) - (1.0 / _size(i)), 0);

    /// <summary>The chance that a difference has the other sign, Φ(−difference/error).</summary>
    private static double WrongOrder(double difference, double error) =>
        error == 0 ? 0 : difference >= 8 * error ? 0 : Normal.CDF(0, 1, -difference / error);
}
