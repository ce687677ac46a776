using System.Globalization;
using Arena.Core.Surrogate.Explanation;

namespace Arena.Web.Reports;

/// <summary>Round values of a feature to label an axis with, on the feature's own scale.</summary>
internal static class FeatureTicks
{
    /// <summary>Candidates, the most important first.</summary>
    /// <param name="feature">Name of the feature.</param>
    /// <param name="low">The least value.</param>
    /// <param name="high">The greatest.</param>
    public static IReadOnlyList<(double X, string Text)> Of(string feature, double low, double high)
    {
        var scale = FeatureWords.ScaleOf(feature);
        if (scale == FeatureScale.Plain)
        {
            return [.. Plain(low, high).Select(value => (value, Text(value)))];
        }

        double[] powers = [.. Enumerable.Range(-3, 10).Select(power => Math.Pow(10, power))];
        IEnumerable<double> round = scale == FeatureScale.Count
            ? [0, .. powers.Where(power => power >= 1), .. powers.Where(power => power >= 1).Select(power => 3 * power), .. powers.Where(power => power >= 1).Select(power => 2 * power), .. powers.Where(power => power >= 1).Select(power => 5 * power)]
            : [1, 0.5, 2, 0.25, 4, 0.1, 10, .. powers, .. powers.Select(power => 3 * power), 1.5, 0.75, 1.25];
        return
        [
            .. round.Distinct().Select(shown => (X: FeatureWords.Stored(scale, shown), Text: scale == FeatureScale.Ratio ? "×" + Text(shown) : Text(shown)))
                .Where(tick => tick.X >= low - 1e-9 && tick.X <= high + 1e-9),
        ];
    }

    /// <summary>Round values on an even scale.</summary>
    private static IEnumerable<double> Plain(double low, double high)
    {
        if (!(high > low))
        {
            return [low];
        }

        var step = Math.Pow(10, Math.Floor(Math.Log10((high - low) / 2)));
        step = (high - low) / step > 10 ? step * 5 : (high - low) / step > 4 ? step * 2 : step;
        return Enumerable.Range((int)Math.Ceiling((low / step) - 1e-9), 12).Select(i => i * step).TakeWhile(value => value <= high + (1e-9 * step));
    }

    private static string Text(double value) => Math.Round(value, 6).ToString(Math.Abs(value) >= 1000 ? "#,0" : "0.######", CultureInfo.InvariantCulture).Replace('-', '−');
}
