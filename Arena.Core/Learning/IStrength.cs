using System.Numerics;

namespace Arena.Core.Learning;

/// <summary>
/// A positive number e^s of a score s. All losses over ranked lists are sums of logarithms of ratios of such numbers, so
/// that a rating computes one exponential for each contestant rather than several for every item of every list.
/// Two kinds: <see cref="PlainStrength"/> is fast, <see cref="LogStrength"/> knows no overflow.
/// </summary>
internal interface IStrength<T> : IAdditionOperators<T, T, T>, IMultiplyOperators<T, T, T>, IDivisionOperators<T, T, T>
    where T : unmanaged, IStrength<T>
{
    public static abstract T Zero { get; }

    public static abstract T One { get; }

    /// <summary>Whether a product must be put into a sum of logarithms before it is multiplied further.</summary>
    public bool IsLarge { get; }

    public static abstract T FromLog(double log);

    public double ToLog();

    public double ToDouble();
}
