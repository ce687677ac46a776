using System.Globalization;

namespace Arena.Core.Ratings;

/// <summary>
/// What the battles of two contestants add up to, as whole numbers: additions and subtractions in any order, or of any parts, give the
/// same tally to the last bit, which sums of floating-point numbers would not.
/// </summary>
/// <param name="Battles">Number of battles.</param>
/// <param name="Wins">Battles in which the first earned more than half a point.</param>
/// <param name="Losses">Battles in which the first earned less than half a point.</param>
/// <param name="Soft">Battles whose outcome is neither win, tie nor loss.</param>
/// <param name="WonUnits">Weight of the first's wins, and of soft battles the part that the first earned, in units of 2⁻⁶⁴.</param>
/// <param name="TiedUnits">Weight of the ties, in units of 2⁻⁶⁴.</param>
/// <param name="LostUnits">Weight of the first's losses, and of soft battles the part that the second earned, in units of 2⁻⁶⁴.</param>
public readonly record struct PairTally(
    long Battles, long Wins, long Losses, long Soft, Int128 WonUnits, Int128 TiedUnits, Int128 LostUnits)
{
    /// <summary>The least weight that a battle may have, 2⁻³⁰: about one in a thousand million.</summary>
    public const double LeastWeight = 1.0 / (1 << 30);

    /// <summary>
    /// The greatest weight that a battle may have, 2³⁰. Four thousand million battles of it do not exceed what a tally holds.
    /// </summary>
    public const double GreatestWeight = 1 << 30;

    private const double UnitsPerPoint = 18_446_744_073_709_551_616.0;

    /// <summary>The tally of one battle.</summary>
    /// <param name="outcome">What the first earned, in [0, 1].</param>
    /// <param name="weight">
    /// The weight, from <see cref="LeastWeight"/> to <see cref="GreatestWeight"/>. Weights and shares of weights of at least 2⁻¹² are kept as
    /// they are; smaller ones are rounded to whole units. What either earned of a soft battle stays above 0.
    /// </param>
    /// <exception cref="ArgumentException">The outcome or the weight is out of its range.</exception>
    public static PairTally Of(double outcome, double weight = 1)
    {
        if (!(outcome is >= 0 and <= 1))
        {
            throw new ArgumentException($"outcome {outcome} is not between 0 and 1");
        }

        if (!(weight is >= LeastWeight and <= GreatestWeight))
        {
            throw new ArgumentException($"weight {weight} cannot be added up exactly: it is not between {LeastWeight} and {GreatestWeight}");
        }

        var all = Units(weight);
        switch (outcome)
        {
            case 1:
                return new PairTally(1, 1, 0, 0, all, 0, 0);
            case 0:
                return new PairTally(1, 0, 1, 0, 0, 0, all);
            case 0.5:
                return new PairTally(1, 0, 0, 0, 0, all, 0);
            default:
                // A share that rounds to nothing would say that no point went that way, which decides what can be compared.
                var won = Int128.Clamp(Units(weight * outcome), 1, all - 1);
                return new PairTally(1, outcome > 0.5 ? 1 : 0, outcome < 0.5 ? 1 : 0, 1, won, 0, all - won);
        }
    }

    /// <summary>Weight of the first's wins, with its part of soft battles.</summary>
    public double Won => Points(WonUnits);

    /// <summary>Weight of the ties.</summary>
    public double Tied => Points(TiedUnits);

    /// <summary>Weight of the first's losses, with the second's part of soft battles.</summary>
    public double Lost => Points(LostUnits);

    /// <summary>The same battles seen from the other side.</summary>
    public PairTally Swapped => new(Battles, Losses, Wins, Soft, LostUnits, TiedUnits, WonUnits);

    /// <summary>Whether battles can add up to it. Of no battles there is only the empty tally.</summary>
    public bool IsPossible => Battles == 0
        ? this == default
        : Wins >= 0 && Losses >= 0 && Soft >= 0 && Wins + Losses <= Battles && Soft <= Wins + Losses
            && WonUnits >= 0 && TiedUnits >= 0 && LostUnits >= 0
            && (WonUnits > 0) == (Wins > 0 || Soft > 0)
            && (LostUnits > 0) == (Losses > 0 || Soft > 0)
            && (TiedUnits > 0) == (Wins + Losses < Battles);

    /// <summary>The tally in words. What the compiler would write prints <see cref="Swapped"/>, and its Swapped, without an end.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Battles} battles, {Wins} won, {Losses} lost, {Soft} of them soft; weights {Won} won, {Tied} tied, {Lost} lost");

    /// <summary>All battles of both.</summary>
    /// <param name="left">Some battles.</param>
    /// <param name="right">Others.</param>
    public static PairTally operator +(PairTally left, PairTally right) => new(
        left.Battles + right.Battles,
        left.Wins + right.Wins,
        left.Losses + right.Losses,
        left.Soft + right.Soft,
        left.WonUnits + right.WonUnits,
        left.TiedUnits + right.TiedUnits,
        left.LostUnits + right.LostUnits);

    /// <summary>The battles of the left without those of the right; not <see cref="IsPossible"/> where the left has not got them.</summary>
    /// <param name="left">Some battles.</param>
    /// <param name="right">Battles among them.</param>
    public static PairTally operator -(PairTally left, PairTally right) => new(
        left.Battles - right.Battles,
        left.Wins - right.Wins,
        left.Losses - right.Losses,
        left.Soft - right.Soft,
        left.WonUnits - right.WonUnits,
        left.TiedUnits - right.TiedUnits,
        left.LostUnits - right.LostUnits);

    // Multiplication by a power of two rounds nothing.
    private static Int128 Units(double points) => (Int128)Math.Round(points * UnitsPerPoint);

    private static double Points(Int128 units) => (double)units / UnitsPerPoint;
}
