using System.Globalization;

namespace Arena.Web.Charts;

/// <summary>A linear scale of values, with round ticks.</summary>
/// <param name="Low">The value at the beginning.</param>
/// <param name="High">The value at the end; greater.</param>
/// <param name="Step">Distance of the ticks.</param>
/// <param name="IsPercent">Whether 1 reads 100 %.</param>
internal sealed record LinearAxis(double Low, double High, double Step, bool IsPercent = false)
{
    /// <summary>The shares from 0 to 1.</summary>
    public static LinearAxis Shares { get; } = new(0, 1, 0.25, IsPercent: true);

    /// <summary>Values of the ticks, which begin and end the axis.</summary>
    public IEnumerable<double> Ticks => Enumerable.Range(0, (int)Math.Round((High - Low) / Step) + 1).Select(i => Low + (i * Step));

    /// <summary>A scale that holds all values, with about the given number of round ticks.</summary>
    /// <param name="values">The values; finite.</param>
    /// <param name="ticks">About how many ticks there is room for; 3 or more.</param>
    public static LinearAxis Of(IReadOnlyCollection<double> values, int ticks)
    {
        var (low, high) = values.Count == 0 ? (0, 1) : (values.Min(), values.Max());
        if (high - low < 1e-9 * Math.Max(1, Math.Abs(high)))
        {
            var around = Math.Max(1, Math.Abs(high) / 20);
            (low, high) = (low - around, high + around);
        }

        var raw = (high - low) / (ticks - 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * (new[] { 1, 2, 2.5, 5 }.FirstOrDefault(multiple => multiple * power >= raw) is > 0 and var found ? found : 10);
        return new LinearAxis(Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, step);
    }

    /// <summary>Where a value lies: 0 at the beginning, 1 at the end.</summary>
    /// <param name="value">The value.</param>
    public double Place(double value) => (value - Low) / (High - Low);

    /// <summary>A tick's label.</summary>
    /// <param name="tick">Its value.</param>
    public string Text(double tick) => IsPercent
        ? (100 * tick).ToString("0", CultureInfo.InvariantCulture) + " %"
        : Math.Round(tick, 6).ToString("0.######", CultureInfo.InvariantCulture).Replace('-', '−');
}
