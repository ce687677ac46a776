using System.Runtime.CompilerServices;

namespace Arena.Core.Statistics;

/// <summary>Checks of arguments that several statistics share.</summary>
internal static class Preconditions
{
    /// <summary>Throws unless the value lies strictly between 0 and 1, as a level, an α or a power does.</summary>
    public static void InsideUnitInterval(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (!(value is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "must lie between 0 and 1, both excluded");
        }
    }

    /// <summary>Throws unless the value lies in [0, 1].</summary>
    public static void InUnitInterval(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (!(value is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "must lie between 0 and 1");
        }
    }

    /// <summary>Throws unless the value is positive and finite.</summary>
    public static void PositiveAndFinite(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "must be positive and finite");
        }
    }

    /// <summary>Throws unless both series have the same length.</summary>
    public static void SameLength(int first, int second)
    {
        if (first != second)
        {
            throw new ArgumentException($"the series have {first} and {second} values; they must have equally many");
        }
    }
}
