namespace Arena.Core.Statistics;

/// <summary>
/// How far raters of the same units agree, as a share and beyond chance. The chance-corrected coefficients are 1 for perfect agreement
/// and 0 on average for agreement by chance; they are NaN where chance alone would always agree (all ratings are equal) and where there
/// is nothing to compare.
/// </summary>
public static class RaterAgreement
{
    /// <summary>Share of units to which two raters gave the same category.</summary>
    /// <param name="first">The first rater's category of every unit.</param>
    /// <param name="second">The second rater's category of every unit.</param>
    /// <returns>A share in [0, 1]; NaN for no units.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double PercentAgreement(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        Preconditions.SameLength(first.Length, second.Length);
        var equal = 0;
        for (var i = 0; i < first.Length; i++)
        {
            equal += first[i] == second[i] ? 1 : 0;
        }

        return (double)equal / first.Length;
    }

    /// <summary>Cohen's κ of two raters, from their categories. Cohen (1960).</summary>
    /// <param name="first">The first rater's category of every unit; any numbers.</param>
    /// <param name="second">The second rater's category of every unit.</param>
    /// <returns>κ in [−1, 1], or NaN.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double CohenKappa(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        Preconditions.SameLength(first.Length, second.Length);
        var codes = new Dictionary<int, int>();
        foreach (var category in (ReadOnlySpan<int>)[.. first, .. second])
        {
            codes.TryAdd(category, codes.Count);
        }

        var counts = new double[codes.Count, codes.Count];
        for (var i = 0; i < first.Length; i++)
        {
            counts[codes[first[i]], codes[second[i]]]++;
        }

        return CohenKappa(counts);
    }

    /// <summary>
    /// Cohen's κ, (pₒ − pₑ) / (1 − pₑ): pₒ is the share on the diagonal, pₑ = Σ (row share · column share) what independent raters with the
    /// same habits would reach. Cohen (1960).
    /// </summary>
    /// <param name="counts">
    /// Square: how often the first rater said the row's category and the second the column's; may be weighted, so not whole numbers.
    /// </param>
    /// <returns>κ in [−1, 1], or NaN.</returns>
    /// <exception cref="ArgumentException">The table is not square, or a count is negative or not finite.</exception>
    public static double CohenKappa(double[,] counts)
    {
        CheckSquare(counts);
        var size = counts.GetLength(0);
        var (rows, columns) = (new double[size], new double[size]);
        var (total, equal) = (0.0, 0.0);
        for (var i = 0; i < size; i++)
        {
            equal += counts[i, i];
            for (var j = 0; j < size; j++)
            {
                total += counts[i, j];
                rows[i] += counts[i, j];
                columns[j] += counts[i, j];
            }
        }

        var byChance = 0.0;
        for (var i = 0; i < size; i++)
        {
            byChance += rows[i] * columns[i];
        }

        return BeyondChance(equal / total, byChance / (total * total));
    }

    /// <summary>
    /// Fleiss' κ of equally many raters per unit, not the same ones on each: (P̄ − P̄ₑ) / (1 − P̄ₑ), where P̄ is the mean share of
    /// agreeing pairs of raters per unit and P̄ₑ = Σ (share of category)². Fleiss (1971).
    /// </summary>
    /// <param name="counts">
    /// A row per unit, a column per category: how many raters put the unit there. Every row has the same sum, at least 2.
    /// </param>
    /// <returns>κ in [−1, 1], or NaN.</returns>
    /// <exception cref="ArgumentException">A count is negative, the rows' sums differ, or they are less than 2.</exception>
    public static double FleissKappa(int[,] counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var (units, categories) = (counts.GetLength(0), counts.GetLength(1));
        var totals = new double[categories];
        var (raters, agreeing) = (0L, 0.0);
        for (var unit = 0; unit < units; unit++)
        {
            var ratersHere = 0L;
            for (var category = 0; category < categories; category++)
            {
                var count = counts[unit, category];
                if (count < 0)
                {
                    throw new ArgumentException("a count is negative", nameof(counts));
                }

                ratersHere += count;
                totals[category] += count;
                agreeing += (double)count * (count - 1);
            }

            if (ratersHere < 2 || (unit > 0 && ratersHere != raters))
            {
                throw new ArgumentException("every unit needs the same number of raters, at least 2", nameof(counts));
            }

            raters = ratersHere;
        }

        var ratings = (double)units * raters;
        return BeyondChance(agreeing / (ratings * (raters - 1)), totals.Sum(total => total / ratings * (total / ratings)));
    }

    /// <summary>
    /// Krippendorff's α of any number of raters with missing ratings: 1 − Dₒ/Dₑ, observed over expected disagreement. Units with fewer
    /// than two ratings do not count. Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability".
    /// </summary>
    /// <param name="ratings">A row per rater, a column per unit; NaN where a rater did not rate the unit.</param>
    /// <param name="level">What differences between the values mean.</param>
    /// <returns>α, at most 1, or NaN.</returns>
    /// <exception cref="ArgumentException">A rating is infinite.</exception>
    public static double KrippendorffAlpha(double[,] ratings, MeasurementLevel level)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        var (raters, units) = (ratings.GetLength(0), ratings.GetLength(1));
        double[] values = [.. ratings.Cast<double>().Where(value => !double.IsNaN(value)).Distinct().Order()];
        if (values.Any(double.IsInfinity))
        {
            throw new ArgumentException("a rating is infinite", nameof(ratings));
        }

        var coincidences = new double[values.Length, values.Length];
        for (var unit = 0; unit < units; unit++)
        {
            var codes = new List<int>(raters);
            for (var rater = 0; rater < raters; rater++)
            {
                if (!double.IsNaN(ratings[rater, unit]))
                {
                    codes.Add(Array.BinarySearch(values, ratings[rater, unit]));
                }
            }

            for (var i = 0; i < codes.Count; i++)
            {
                for (var j = 0; j < codes.Count; j++)
                {
                    if (i != j)
                    {
                        coincidences[codes[i], codes[j]] += 1.0 / (codes.Count - 1);
                    }
                }
            }
        }

        return KrippendorffAlpha(coincidences, values, level);
    }

    /// <summary>
    /// Krippendorff's α from coincidences: 1 − (n − 1) Σ oₐᵦ δ²ₐᵦ / Σ nₐ nᵦ δ²ₐᵦ, with nₐ the row sums and n the total. δ² is 1 between
    /// any two values when nominal, (v − w)² when interval, and (Σ nₘ over m from a to b − (nₐ + nᵦ)/2)² when ordinal.
    /// </summary>
    /// <param name="coincidences">
    /// Symmetric: each ordered pair of ratings of one unit adds 1/(m − 1) to the cell of its values, m being the unit's number of ratings.
    /// </param>
    /// <param name="values">The value of every row, ascending.</param>
    /// <param name="level">What differences between the values mean.</param>
    /// <returns>α, at most 1, or NaN.</returns>
    /// <exception cref="ArgumentException">The table is not square or not of the number of values, or a cell is negative or not
    /// finite.</exception>
    public static double KrippendorffAlpha(double[,] coincidences, ReadOnlySpan<double> values, MeasurementLevel level)
    {
        CheckSquare(coincidences);
        var size = coincidences.GetLength(0);
        Preconditions.SameLength(size, values.Length);
        var sums = new double[size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                sums[i] += coincidences[i, j];
            }
        }

        var (observed, expected) = (0.0, 0.0);
        for (var i = 0; i < size; i++)
        {
            // Ratings from the middle of value i to the middle of value j, the ordinal distance.
            var between = sums[i] / 2;
            for (var j = i + 1; j < size; j++)
            {
                between += sums[j];
                var distance = level switch
                {
                    MeasurementLevel.Nominal => 1,
                    MeasurementLevel.Ordinal => between - (sums[j] / 2),
                    MeasurementLevel.Interval => values[j] - values[i],
                    _ => throw new ArgumentOutOfRangeException(nameof(level), level, "is no measurement level"),
                };
                observed += coincidences[i, j] * distance * distance;
                expected += sums[i] * sums[j] * distance * distance;
            }
        }

        return expected == 0 ? double.NaN : 1 - ((sums.Sum() - 1) * observed / expected);
    }

    private static double BeyondChance(double observed, double byChance) =>
        byChance < 1 ? (observed - byChance) / (1 - byChance) : double.NaN;

    private static void CheckSquare(double[,] table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.GetLength(0) != table.GetLength(1))
        {
            throw new ArgumentException($"the table has {table.GetLength(0)} rows and {table.GetLength(1)} columns; it must be square");
        }

        foreach (var count in table)
        {
            if (!(count >= 0 && double.IsFinite(count)))
            {
                throw new ArgumentException($"the count {count} is negative or not finite");
            }
        }
    }
}
