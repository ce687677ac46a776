namespace Arena.Core.Statistics;

/// <summary>
/// Functions that keep their digits where their argument is small. The framework's own of these names form 1 + x first and
/// lose them: a likelihood of heavy battles between unequal contestants is then too noisy to climb. By Kahan's correction for
/// the rounding of that sum (Goldberg 1991, "What every computer scientist should know about floating-point arithmetic").
/// </summary>
internal static class NearZero
{
    /// <summary>log(1 + x), for x ≥ 0.</summary>
    public static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : x * (Math.Log(sum) / (sum - 1));
    }

    /// <summary>eˣ − 1, for x ≥ 0.</summary>
    public static double ExpMinusOne(double x)
    {
        var power = Math.Exp(x);
        return power == 1 ? x : double.IsInfinity(power) ? power : (power - 1) * (x / Math.Log(power));
    }
}
