using System.Runtime.InteropServices;

namespace Arena.Core.Ratings;

/// <summary>Shares of points won. They take no account of how strong the opponents were.</summary>
public static class WinRate
{
    /// <summary>
    /// Points won: Σ weight · outcome, so that a tie counts ½ for either side. Called "counting" in evalica.
    /// </summary>
    /// <param name="battles">The battles.</param>
    /// <returns>The points of every contestant, in the order of <see cref="BattleTable.Contestants"/>.</returns>
    public static double[] Points(BattleTable battles)
    {
        ArgumentNullException.ThrowIfNull(battles);
        var points = new double[battles.Contestants.Count];
        for (var i = 0; i < battles.Count; i++)
        {
            var weight = battles.Weight.IsEmpty ? 1 : battles.Weight[i];
            points[battles.First[i]] += weight * battles.Outcome[i];
            points[battles.Second[i]] += weight * (1 - battles.Outcome[i]);
        }

        return points;
    }

    /// <summary>
    /// The mean over the opponents that a contestant has met of its share of the points against each, whatever their number of
    /// battles: an opponent met once counts as much as one met a hundred times. The convention of evalica's average win rate.
    /// </summary>
    /// <param name="battles">The battles.</param>
    /// <returns>A rate in [0, 1] for every contestant, in the order of <see cref="BattleTable.Contestants"/>.</returns>
    public static double[] AverageOverOpponents(BattleTable battles)
    {
        ArgumentNullException.ThrowIfNull(battles);
        var pairs = new Dictionary<(int Less, int More), (double Points, double Weight)>();
        for (var i = 0; i < battles.Count; i++)
        {
            var (first, second, outcome) = (battles.First[i], battles.Second[i], battles.Outcome[i]);
            var weight = battles.Weight.IsEmpty ? 1 : battles.Weight[i];
            var isOrdered = first < second;
            ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, isOrdered ? (first, second) : (second, first), out _);
            pair.Points += weight * (isOrdered ? outcome : 1 - outcome);
            pair.Weight += weight;
        }

        var rates = new double[battles.Contestants.Count];
        var opponents = new int[rates.Length];
        foreach (var ((less, more), (points, weight)) in pairs)
        {
            var share = points / weight;
            rates[less] += share;
            rates[more] += 1 - share;
            opponents[less]++;
            opponents[more]++;
        }

        for (var c = 0; c < rates.Length; c++)
        {
            rates[c] /= opponents[c];
        }

        return rates;
    }
}
