namespace Arena.Core.Ratings;

/// <summary>
/// Elo's online rating: every battle in turn moves both contestants by k · weight · (outcome − expected), where
/// expected = 1 / (1 + base^((R_second − R_first) / scale)). Elo, "The Rating of Chessplayers", 1978. It depends on the order of
/// the battles and has no fixed point, so it is for comparison with other tools only.
/// </summary>
public static class EloRating
{
    /// <summary>Plays all battles in the order of the table. The defaults are those of the golden files of evalica.</summary>
    /// <param name="battles">The battles; weights multiply k.</param>
    /// <param name="k">Points that a certain loser wins by winning, in rating points; positive.</param>
    /// <param name="initial">Rating before the first battle.</param>
    /// <param name="logisticBase">Odds of winning for a lead of one scale; above 1.</param>
    /// <param name="scale">The lead at which the odds are the base, in rating points; positive.</param>
    /// <returns>A rating for every contestant, in the order of <see cref="BattleTable.Contestants"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public static double[] Fit(BattleTable battles, double k = 4, double initial = 1000, double logisticBase = 10, double scale = 400)
    {
        ArgumentNullException.ThrowIfNull(battles);
        ThrowUnless(k > 0 && double.IsFinite(k), nameof(k), k);
        ThrowUnless(double.IsFinite(initial), nameof(initial), initial);
        ThrowUnless(logisticBase > 1 && double.IsFinite(logisticBase), nameof(logisticBase), logisticBase);
        ThrowUnless(scale > 0 && double.IsFinite(scale), nameof(scale), scale);

        var ratings = new double[battles.Contestants.Count];
        Array.Fill(ratings, initial);
        var rate = Math.Log(logisticBase) / scale;
        var firsts = battles.First;
        var seconds = battles.Second;
        var outcomes = battles.Outcome;
        var weights = battles.Weight;
        for (var i = 0; i < battles.Count; i++)
        {
            var (first, second) = (firsts[i], seconds[i]);
            var expected = 1 / (1 + Math.Exp(rate * (ratings[second] - ratings[first])));
            var change = k * (weights.IsEmpty ? 1 : weights[i]) * (outcomes[i] - expected);
            ratings[first] += change;
            ratings[second] -= change;
        }

        return ratings;
    }

    private static void ThrowUnless(bool isValid, string name, double value)
    {
        if (!isValid)
        {
            throw new ArgumentOutOfRangeException(name, value, "a parameter of Elo is out of its range");
        }
    }
}
