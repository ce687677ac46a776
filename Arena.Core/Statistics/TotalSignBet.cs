namespace Arena.Core.Statistics;

/// <summary>
/// Bets on the sign of the total of a finite population whose values, in [−1, 1], are drawn one by one in random order without
/// replacement. Were the total 0, the next value would have the mean −(sum so far)/(values left), and a bet on it could gain nothing on
/// average. So the wealth of a bet on a positive total is a supermartingale wherever the total is 0 or less, and the chance that it
/// ever reaches w is at most 1/w (Ville 1939), at all looks together; the same the other way round. Betting without replacement:
/// Waudby-Smith &amp; Ramdas (2024), §5; wealth is divided between fixed stakes at the start, as in their grid of bets.
/// </summary>
internal sealed class TotalSignBet
{
    /// <summary>Stakes, as shares of the one with which the worst value would take all.</summary>
    private static readonly double[] Stakes = [0.1, 0.25, 0.5, 0.75, 0.95];

    private readonly double[] _positive = [.. Enumerable.Repeat(1.0 / Stakes.Length, Stakes.Length)];
    private readonly double[] _negative = [.. Enumerable.Repeat(1.0 / Stakes.Length, Stakes.Length)];
    private readonly int _population;

    /// <summary>Starts with a wealth of 1.</summary>
    /// <param name="population">How many values there are.</param>
    public TotalSignBet(int population)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(population);
        _population = population;
    }

    /// <summary>Values drawn.</summary>
    public int Count { get; private set; }

    /// <summary>Their sum.</summary>
    public double Sum { get; private set; }

    /// <summary>The wealth of the bet that the total is positive; infinite where nothing that is left could make it 0 or less.</summary>
    public double Positive => Wealth(_positive, Sum);

    /// <summary>The wealth of the bet that the total is negative; infinite where nothing that is left could make it 0 or more.</summary>
    public double Negative => Wealth(_negative, -Sum);

    /// <summary>Draws the next value.</summary>
    /// <param name="value">In [−1, 1].</param>
    /// <exception cref="InvalidOperationException">All values were drawn.</exception>
    public void Add(double value)
    {
        if (Count == _population)
        {
            throw new InvalidOperationException("all values of the population were drawn");
        }

        // Beyond ±1 a total of 0 is out of reach and the bet is won.
        var mean = Math.Clamp(-Sum / (_population - Count), -1, 1);
        for (var k = 0; k < Stakes.Length; k++)
        {
            // The worst value leaves 1 − stake of the wealth. At a mean of ∓1 itself only the stake's bound matters.
            _positive[k] *= 1 + (Stakes[k] * (value - mean) / Math.Max(1 + mean, 1e-12));
            _negative[k] *= 1 + (Stakes[k] * (mean - value) / Math.Max(1 - mean, 1e-12));
        }

        Count++;
        Sum += value;
    }

    private double Wealth(double[] parts, double towards)
    {
        // Rounding of a sum of values of size 1.
        const double Rounding = 1e-9;
        return towards > _population - Count + Rounding ? double.PositiveInfinity : parts.Sum();
    }
}
